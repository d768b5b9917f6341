"""Links that open a place in the map application of a phone. Plain Python, no Odoo.

Each map gets the place in its own datum (see ``geo_datum``): in China Amap, Apple and Google draw in
GCJ-02, Baidu in BD-09.
"""

from urllib.parse import urlencode

from .geo_datum import BD09, GCJ02, WGS84, convert

NAME_MAX = 60


def map_links(place, name):
    """Pairs ``(code, address)`` for a place in WGS-84: amap, baidu, apple, google.

    :param name: what the map writes beside the pin; any text
    """
    gcj, bd = convert(place, WGS84, GCJ02), convert(place, WGS84, BD09)
    name = " ".join(name.split())[:NAME_MAX]
    return [
        ("amap", "https://uri.amap.com/marker?" + urlencode({
            "position": f"{gcj[1]:.6f},{gcj[0]:.6f}", "name": name, "coordinate": "gaode", "callnative": 1})),
        ("baidu", "https://api.map.baidu.com/marker?" + urlencode({
            "location": f"{bd[0]:.6f},{bd[1]:.6f}", "title": name, "content": name, "coord_type": "bd09ll", "output": "html"})),
        ("apple", "https://maps.apple.com/?" + urlencode({"ll": f"{gcj[0]:.6f},{gcj[1]:.6f}", "q": name})),
        ("google", "https://www.google.com/maps/search/?" + urlencode({"api": 1, "query": f"{gcj[0]:.6f},{gcj[1]:.6f}"})),
    ]
