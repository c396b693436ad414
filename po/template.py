"""Makes the template of all translations."""

from catalogue import placeholders, quoted
from messages import all_messages

HEADER = """# What Countersign says to people. Made by po/extract from the sources; not to be edited.
# How a translation is made stands in CONTRIBUTING.md.
msgid ""
msgstr ""
"Project-Id-Version: countersign\\n"
"Language: \\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
"""


def field(name: str, text: str) -> list[str]:
    lines = quoted(text)
    return [f"{name} {lines[0]}", *lines[1:]]


def pot() -> str:
    blocks = [HEADER]
    for message in all_messages().values():
        lines = [f"#. {comment}" for comment in message.comments]
        # Without the numbers of lines, which change with every change above them.
        lines += [f"#: {place}" for place in dict.fromkeys(place.split(":")[0] for place in message.places)]
        if placeholders(message.key) or placeholders(message.many or ""):
            lines.append("#, c-format")
        if message.context is not None:
            lines += field("msgctxt", message.context)
        lines += field("msgid", message.key)
        if message.many is None:
            lines.append('msgstr ""')
        else:
            lines += [*field("msgid_plural", message.many), 'msgstr[0] ""', 'msgstr[1] ""']
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)
