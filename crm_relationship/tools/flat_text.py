"""Rich text as plain paragraphs, for papers that carry tables, headings and paragraphs only."""

from lxml import html

HEADINGS = frozenset({'h1', 'h2', 'h3', 'h4', 'h5', 'h6'})
BLOCKS = HEADINGS | {'p', 'div', 'li', 'tr', 'blockquote', 'pre', 'ul', 'ol', 'table', 'tbody', 'thead', 'section'}


def paragraphs(markup):
    """The blocks of ``markup`` in reading order.

    List entries keep a dot or their number, cells of a row are joined by blanks; pictures and
    addresses are left out, because nothing is fetched while printing.

    :return: list of dicts ``text`` and ``heading`` (True for a heading)
    """
    if not (markup or '').strip():
        return []
    found = []
    _walk(html.fragment_fromstring(str(markup), create_parent='div'), found)
    return [block for block in found if block['text']]


def _walk(element, found, prefix=''):
    """Append the text of ``element`` and of the blocks in it; text between blocks is a paragraph."""
    inline = [prefix, element.text or '']
    for number, child in enumerate((node for node in element if isinstance(node.tag, str)), start=1):
        if child.tag == 'br':
            _close(inline, element, found)
            inline = ['']
        elif child.tag in BLOCKS:
            _close(inline, element, found)
            inline = ['']
            _walk(child, found, _mark(element, child, number))
        else:
            inline.append(child.text_content())
            inline.append(' ' if child.tag in ('td', 'th') else '')
        inline.append(child.tail or '')
    _close(inline, element, found)


def _mark(parent, child, number):
    """What stands before a list entry."""
    if child.tag != 'li':
        return ''
    return f'{number}. ' if parent.tag == 'ol' else '· '


def _close(inline, element, found):
    text = ' '.join(''.join(inline).split())
    if text and text != '·':
        found.append({'text': text, 'heading': element.tag in HEADINGS})
