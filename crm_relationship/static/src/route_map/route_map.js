/** A route's drawing; with a map of tiles behind it where the company set an address for them. */

import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SERVERS = "abc";

export class RouteMap extends Component {
    static template = "crm_relationship.RouteMap";
    static props = { ...standardFieldProps };

    get drawing() {
        return this.props.record.data.drawing;
    }

    /** The tiles with their addresses; none, and so nothing to fetch, without a setting. */
    get tiles() {
        const map = this.props.record.data[this.props.name];
        if (!map || !map.url) {
            return [];
        }
        return map.tiles.map((tile) => ({
            key: `${tile.z}/${tile.x}/${tile.y}/${tile.left}`,
            src: map.url
                .replace("{s}", SERVERS[(tile.x + tile.y) % SERVERS.length])
                .replace("{z}", tile.z)
                .replace("{x}", tile.x)
                .replace("{y}", tile.y),
            style: `left:${tile.left}%;top:${tile.top}%;width:${tile.width}%;height:${tile.height}%`,
        }));
    }

    get attribution() {
        const map = this.props.record.data[this.props.name];
        return map ? map.attribution : "";
    }

    /** A tile that does not come leaves the drawing legible. */
    onTileError(ev) {
        ev.target.remove();
    }
}

registry.category("fields").add("relationship_route_map", {
    component: RouteMap,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "drawing", type: "html" }],
    isEmpty: () => false,
});
