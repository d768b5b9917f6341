"""A route as a drawing: numbered stops where they lie, joined in their order, the start as a square.

SVG made from coordinates alone; no map, no tiles, no library. Plain Python with markupsafe.
"""

from math import cos, radians

from markupsafe import Markup

from .web_mercator import best_zoom, km_per_pixel, pixel, tiles

WIDTH, HEIGHT, MARGIN, RADIUS, LETTER = 390, 300, 44, 11, 11
ROAD, STOP, LEFT_OUT, START = "#4c78a8", "#2f5d8a", "#9aa5b1", "#2a9d5c"
GROUND = "rgba(127,127,127,.08)"
# A degree of latitude; kilometres.
DEGREE_KM = 111.195
# Lengths a scale bar may have, kilometres.
SCALE_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
DRAWING = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="o_relationship_route" viewBox="0 0 {width} {height}" role="img" '
    'aria-label="{label}" style="display:block;width:100%;height:auto;background:{ground};'
    'border-radius:6px" font-family="inherit" font-size="{letter}">{body}</svg>'
)
LINE = Markup('<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2.5" stroke-linejoin="round"{extra}/>')
PIN = Markup(
    '<g class="o_route_stop"><title>{title}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{color}" '
    'stroke="#fff" stroke-width="1.5"/><text x="{x:.1f}" y="{text_y:.1f}" text-anchor="middle" fill="#fff" '
    'font-weight="bold">{number}</text></g>'
)
HOME = Markup(
    '<g class="o_route_start"><title>{title}</title><rect x="{x:.1f}" y="{y:.1f}" width="16" height="16" rx="3" '
    'fill="{color}" stroke="#fff" stroke-width="1.5"/></g>'
)
NAME = Markup(
    '<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor" stroke="var(--o-view-background-color, #fff)" '
    'stroke-width="3" paint-order="stroke">{text}</text>'
)
SCALE = Markup(
    '<path d="M12 {y} v-5 h{length:.1f} v5" fill="none" stroke="currentColor" stroke-opacity=".6"/>'
    '<text x="{middle:.1f}" y="{text_y}" text-anchor="middle" fill="currentColor" opacity=".75">{text} km</text>'
)


def map_frame(places):
    """How the drawing lies on a tiled map: ``(zoom, left, top)`` in pixels of the world at that zoom."""
    zoom = best_zoom(places, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    columns, rows = zip(*(pixel(place, zoom) for place in places))
    return zoom, (min(columns) + max(columns) - WIDTH) / 2, (min(rows) + max(rows) - HEIGHT) / 2


def map_tiles(places):
    """The tiles behind a drawing of ``places`` made with ``on_map``, placed in percent of its size."""
    return [
        {
            **{name: tile[name] for name in "xyz"},
            "left": 100 * tile["left"] / WIDTH, "top": 100 * tile["top"] / HEIGHT,
            "width": 100 * 256 / WIDTH, "height": 100 * 256 / HEIGHT,
        } for tile in tiles(*map_frame(places), WIDTH, HEIGHT)
    ]


def route_drawing(stops, start, label, returns=False, on_map=False):
    """The drawing as Markup; every text is escaped. Empty when no place is known.

    :param stops: list of ``(place, name, title, number)`` in the order of the route, the number 0 for
        those that do not fit; places are ``(latitude, longitude)``
    :param start: ``(place, name)`` or None
    :param label: what the drawing shows, for people who hear the page read aloud
    :param returns: draw the way back to the start
    :param on_map: as tiles are drawn, to lie over them
    """
    places = [stop[0] for stop in stops] + ([start[0]] if start else [])
    if not places:
        return Markup()
    point, km_per_unit = (_map_projection if on_map else _projection)(places)
    on_route = [point(place) for place, _name, _title, number in stops if number]
    way = ([point(start[0])] if start else []) + on_route
    body = LINE.format(points=_points(way), color=ROAD, extra="") if len(way) > 1 else Markup()
    if returns and start and on_route:
        body += LINE.format(points=_points([on_route[-1], way[0]]), color=ROAD, extra=Markup(' stroke-dasharray="5 5"'))
    labels = _Labels()
    for place, _name, _title, _number in stops:
        labels.block(*point(place), RADIUS)
    if start:
        x, y = point(start[0])
        body += HOME.format(title=start[1], x=x - 8, y=y - 8, color=START)
        labels.block(x, y, 9)
        body += labels.place(x, y, start[1])
    # Earlier stops lie on top of later ones, names under all pins.
    names, pins = Markup(), Markup()
    for place, name, title, number in stops:
        x, y = point(place)
        names += labels.place(x, y, name)
        pins = PIN.format(
            title=title, x=x, y=y, radius=RADIUS, text_y=y + 4, number=number or "–",
            color=STOP if number else LEFT_OUT,
        ) + pins
    return DRAWING.format(
        width=WIDTH, height=HEIGHT, letter=LETTER, label=label, ground="none" if on_map else GROUND,
        body=body + names + pins + _scale_bar(km_per_unit)
    )


def _projection(places):
    """A function from coordinates to the drawing, and how many kilometres one unit of it is.

    North is up and both directions have one scale, as on a map of a town.
    """
    latitudes, longitudes = zip(*places)
    middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    east_km = DEGREE_KM * max(cos(radians(middle[0])), 0.01)
    wide = max((max(longitudes) - min(longitudes)) * east_km, 0.2)
    high = max((max(latitudes) - min(latitudes)) * DEGREE_KM, 0.2)
    units = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)

    def point(place):
        return (
            WIDTH / 2 + (place[1] - middle[1]) * east_km * units,
            HEIGHT / 2 - (place[0] - middle[0]) * DEGREE_KM * units,
        )

    return point, 1 / units


def _map_projection(places):
    """As :func:`_projection`, the way tiles are drawn."""
    zoom, left, top = map_frame(places)

    def point(place):
        column, row = pixel(place, zoom)
        return column - left, row - top

    return point, km_per_pixel(places[0][0], zoom)


def _points(way):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in way)


def _scale_bar(km_per_unit):
    """A bar of a round length, at most a quarter of the drawing wide."""
    length = max((step for step in SCALE_STEPS if step / km_per_unit <= WIDTH / 4), default=SCALE_STEPS[0])
    units = length / km_per_unit
    return SCALE.format(y=HEIGHT - 8, length=units, middle=12 + units / 2, text_y=HEIGHT - 16, text=f"{length:g}")


class _Labels:
    """Names beside their pins where there is room; a name without room is left to the tooltip."""

    def __init__(self):
        self.taken = []

    def block(self, x, y, size):
        self.taken.append((x - size, y - size, x + size, y + size))

    def place(self, x, y, name):
        """The name to the right, left, above or below the pin, or nothing."""
        text = name if _width(name) <= 120 else _shortened(name)
        wide = _width(text)
        for anchor, left, dx, dy in (
            ("start", x + 14, 14, 4), ("end", x - 14 - wide, -14, 4), ("middle", x - wide / 2, 0, -15), ("middle", x - wide / 2, 0, 24),
        ):
            box = (left, y + dy - LETTER, left + wide, y + dy + 2)
            if box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 22 and not any(
                    box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in self.taken):
                self.taken.append(box)
                return NAME.format(x=x + dx, y=y + dy, anchor=anchor, text=text)
        return Markup()


def _width(text):
    """About how wide a text is: Chinese characters are twice as wide as Latin ones."""
    return sum(LETTER if ord(char) > 0x2E7F else LETTER * 0.56 for char in text)


def _shortened(name):
    """As much of a name as fits beside a pin."""
    text = ""
    for char in name:
        if _width(text + char) > 110:
            break
        text += char
    return text + "…"
