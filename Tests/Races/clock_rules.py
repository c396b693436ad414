"""Clocks that stand wrong, are set, or run on while somebody types: nothing traps, and no code counts twice."""

import codes
from arena import Arena, NOON
from login_server import AUTH_ERR, AUTHINFO_UNAVAIL, Outcome
from report import expect

DAY = 86_400
DECADE = 3_653 * DAY


def check_rules(arena: Arena) -> None:
    for name, away in {"back a second": -1, "back a day": -DAY, "ahead a step": codes.PERIOD, "ahead a day": DAY,
                       "ahead ten years": DECADE}.items():
        arena.report.rule(f"clock set {name}: used codes stay used", lambda: set_clock(arena, away))
    arena.report.rule("clock set ahead ten years and back: no code counts twice", lambda: there_and_back(arena))
    arena.report.rule("clock set back a day: event-based codes go on", lambda: event_based(arena))
    early = {"a second before 1970": -1, "long before 1970": -DECADE, "at the beginning of time": -(1 << 62)}
    for name, now in early.items():
        arena.report.rule(f"clock {name}: refused, with a line of its own", lambda: before_the_epoch(arena, now))
    for name, now in {"at 1970": 0, "in the first step": 29, "in the year 10000": 253_402_300_800,
                      "at the end of time": (1 << 63) - 1}.items():
        arena.report.rule(f"clock {name}: nothing traps", lambda: odd_time(arena, now))
    arena.report.rule("time passing at the prompt: the code counts when it is typed", lambda: at_the_prompt(arena))
    arena.report.rule("clock set back at the prompt: used codes stay used", lambda: set_at_the_prompt(arena))
    arena.report.rule("clock set back after wrong codes: the wait is neither lost for good nor endless",
                      lambda: wait_and_clock(arena))


class Phone:
    """Somebody with a time-based device and a store of their own."""

    def __init__(self, arena: Arena):
        self.arena = arena
        self.store = arena.store("clock")
        self.secret = arena.enrolled["phone"].secrets["Phone"]

    def log_in(self, shown_at: int, now: int, **settings: int) -> Outcome:
        """Types what the device shows at one time while the host's clock says another."""
        return self.type(codes.totp(self.secret, shown_at), now, **settings)

    def type(self, code: str, now: int, **settings: int) -> Outcome:
        self.arena.report.count("logins with odd clocks")
        outcome = self.arena.server.one(self.store.login("phone", code), time=now, **settings)
        expect(outcome.finished and outcome.descriptors == 0, f"ended badly: {outcome}")
        return outcome


def set_clock(arena: Arena, away: int) -> None:
    phone = Phone(arena)
    expect(phone.log_in(NOON, NOON).accepted, "a right code is refused")
    used = phone.log_in(NOON, NOON + away)
    expect(used.code == AUTH_ERR, f"after the clock was set a used code gave {used}")
    if away > 0:
        expect(phone.log_in(NOON + away, NOON + away).accepted, "the code of the new time is refused")
    back = phone.log_in(NOON, NOON)
    expect(back.code == AUTH_ERR, f"after the clock was put right a used code gave {back}")
    # When the clock has come to where it was, fresh codes count again.
    later = NOON + max(away, 0) + 2 * codes.PERIOD
    expect(phone.log_in(later, later).accepted, "afterwards a fresh code is refused")


def there_and_back(arena: Arena) -> None:
    phone = Phone(arena)
    expect(phone.log_in(NOON + DECADE, NOON + DECADE).accepted, "a right code is refused")
    for now in (NOON, NOON + codes.PERIOD, NOON + DAY, NOON + DECADE):
        for shown in (now, NOON + DECADE):
            outcome = phone.log_in(shown, now)
            expect(outcome.code == AUTH_ERR, f"a code that was passed over or used gave {outcome}")


def event_based(arena: Arena) -> None:
    store = arena.store("clock")
    secret = arena.enrolled["token"].secrets["Token"]
    for counter, now in enumerate((NOON, NOON - 1, NOON - DAY, NOON + DECADE, 0)):
        outcomes = [arena.server.one(store.login("token", codes.hotp(secret, counter)), time=now) for _ in range(2)]
        accepted = [outcome.accepted for outcome in outcomes]
        expect(accepted == [True, False], f"at {now}: {outcomes[0]}, then {outcomes[1]}")


def before_the_epoch(arena: Arena, now: int) -> None:
    phone = Phone(arena)
    before = phone.store.state_file("phone").read_bytes()
    outcome = phone.log_in(0, now)
    expect(outcome.code == AUTHINFO_UNAVAIL and "call=clock_gettime" in outcome.log, str(outcome))
    expect(phone.store.state_file("phone").read_bytes() == before, "the state was written to")
    expect(phone.log_in(NOON, NOON).accepted, "afterwards a right code is refused")


def odd_time(arena: Arena, now: int) -> None:
    phone = Phone(arena)
    for step in {0, 1, now // codes.PERIOD}:
        outcomes = [phone.type(codes.hotp(phone.secret, step), now) for _ in range(2)]
        expect(not outcomes[1].accepted, f"at {now} step {step} counted twice: {outcomes[1]}")
    expect(phone.type("000000", now).code in (AUTH_ERR, 0), f"at {now} a code was answered oddly")


def at_the_prompt(arena: Arena) -> None:
    # Asked at noon, shown by the device and typed so much later.
    for asked in (0, 25, codes.PERIOD, 10 * codes.PERIOD, DAY):
        phone = Phone(arena)
        fresh = phone.log_in(NOON + asked, NOON, jump=asked)
        expect(fresh.accepted, f"typed {asked} s after the question: {fresh}")
        again = phone.log_in(NOON + asked, NOON + asked)
        expect(again.reason == "replayed-code", f"typed again: {again}")
    # Shown at noon, typed when two steps have passed.
    phone = Phone(arena)
    late = phone.log_in(NOON, NOON, jump=2 * codes.PERIOD)
    expect(late.reason == "wrong-code", f"a code two steps old: {late}")
    expect(phone.log_in(NOON, NOON, jump=codes.PERIOD).accepted, "a code one step old is refused")


def set_at_the_prompt(arena: Arena) -> None:
    phone = Phone(arena)
    expect(phone.log_in(NOON, NOON).accepted, "a right code is refused")
    for jump in (-1, -codes.PERIOD, -DAY, -NOON - 1, DECADE):
        outcome = phone.log_in(NOON, NOON, jump=jump)
        expect(outcome.code in (AUTH_ERR, AUTHINFO_UNAVAIL), f"set by {jump} s at the prompt: {outcome}")


def wait_and_clock(arena: Arena) -> None:
    phone = Phone(arena)
    step = NOON // codes.PERIOD
    for code in codes.wrong(phone.secret, range(step - 4000, step + 40), 5):
        expect(phone.type(code, NOON).reason == "wrong-code", "a wrong code was not called so")
    expect(phone.log_in(NOON, NOON + 1).reason == "too-many-wrong-codes", "no wait after five wrong codes")
    expect(phone.log_in(NOON - DAY, NOON - DAY).accepted, "with the clock set back a day the wait lasts for a day")
    later = NOON + DECADE
    expect(phone.log_in(later, later).accepted, "ten years later the wait is not over")
