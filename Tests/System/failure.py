"""What a case expected and did not find."""


class Failure(Exception):
    pass


def expect(condition: object, what: str) -> None:
    if not condition:
        raise Failure(f"expected: {what}")


def expect_equal(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise Failure(f"{what}: expected {wanted!r}, found {found!r}")
