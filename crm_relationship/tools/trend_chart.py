"""A small bar chart as SVG. Plain Python with markupsafe, no Odoo, no library."""

from markupsafe import Markup

WIDTH, HEIGHT, TOP, FOOT = 480, 132, 16, 18
BAR, EARLIER, REFUND = "#4c78a8", "#a9c1da", "#d1495b"
CHART = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="o_relationship_trend" viewBox="0 0 {width} {height}" '
    'role="img" aria-label="{label}" style="width:100%;max-width:640px;height:auto" '
    'font-family="inherit" font-size="10">{body}</svg>'
)
RECT = Markup(
    '<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1.5" fill="{color}">'
    '<title>{title}</title></rect>'
)
TEXT = Markup('<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="currentColor" opacity=".75">{text}</text>')
AXIS = Markup('<line x1="0" x2="{width}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity=".3"/>')


def bar_chart(bars, label, recent):
    """The bars from left to right over one axis; negative ones hang below it.

    :param bars: list of ``(short label, value, text of the value)``, at least one
    :param label: what the chart shows, for people who hear the page read aloud
    :param recent: how many of the last bars stand out against those before
    :return: Markup; every text is escaped
    """
    values = [value for _label, value, _text in bars]
    highest, lowest = max([0.0, *values]), min([0.0, *values])
    room = HEIGHT - TOP - FOOT
    scale = room / ((highest - lowest) or 1.0)
    axis = TOP + highest * scale
    step = WIDTH / len(bars)
    body = AXIS.format(width=WIDTH, y=axis)
    for index, (short, value, text) in enumerate(bars):
        left, middle = index * step + step * 0.15, (index + 0.5) * step
        size = abs(value) * scale
        color = REFUND if value < 0 else BAR if index >= len(bars) - recent else EARLIER
        body += RECT.format(
            x=left, y=axis if value < 0 else axis - size, width=step * 0.7, height=max(size, 0.5),
            color=color, title=f"{short}: {text}",
        )
        body += TEXT.format(x=middle, y=HEIGHT - 4, text=short)
    if highest > 0:
        peak = values.index(highest)
        body += TEXT.format(x=min(max((peak + 0.5) * step, 40), WIDTH - 40), y=TOP - 4, text=bars[peak][2])
    return CHART.format(width=WIDTH, height=HEIGHT, label=label, body=body)
