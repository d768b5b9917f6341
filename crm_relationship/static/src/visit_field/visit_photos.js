import { Component, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MODEL = "relationship.visit.photo";
const SIDE = 1920;
const QUALITY = 0.85;

/** A picture as base64, made smaller by the phone where it can: mobile data is slow and dear. */
async function compress(file) {
    let blob = file;
    try {
        const bitmap = await createImageBitmap(file);
        const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(bitmap.width * scale);
        canvas.height = Math.round(bitmap.height * scale);
        canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        blob = (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY))) || file;
    } catch {
        // A kind of picture this browser cannot draw: the server says whether it can
    }
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
    });
}

/** The visit's gallery; one tap opens the camera. */
export class VisitPhotos extends Component {
    static template = "crm_relationship.VisitPhotos";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.viewer = useFileViewer();
        this.input = useRef("input");
        this.state = useState({ photos: [], busy: false });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => next.record.resId !== this.visitId && this.load(next.record.resId));
    }

    async load(visitId) {
        this.visitId = visitId;
        const found = visitId ? await this.orm.searchRead(MODEL, [["visit_id", "=", visitId]], ["display_name"]) : [];
        this.state.photos = found.map((photo) => ({
            id: photo.id,
            displayName: photo.display_name,
            isImage: true,
            isViewable: true,
            thumbnail: `/web/image/${MODEL}/${photo.id}/image_256`,
            defaultSource: `/web/image/${MODEL}/${photo.id}/image`,
            downloadUrl: `/web/content/${MODEL}/${photo.id}/image?download=true`,
        }));
    }

    get canEdit() {
        const { report_state, stage } = this.props.record.data;
        return !this.props.readonly && report_state !== "accepted" && stage !== "cancelled";
    }

    open(photo) {
        this.viewer.open(photo, this.state.photos);
    }

    async take() {
        if (await this.props.record.save()) {
            this.input.el.click();
        }
    }

    async onChange(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        this.state.busy = true;
        try {
            for (const file of files) {
                const image = await compress(file);
                await this.orm.create(MODEL, [{ visit_id: this.props.record.resId, name: file.name.slice(0, 100), image }]);
            }
        } finally {
            this.state.busy = false;
            await this.load(this.props.record.resId);
        }
    }

    remove(photo) {
        this.dialog.add(ConfirmationDialog, {
            body: _t("Delete this photo?"),
            confirmLabel: _t("Delete"),
            confirm: async () => {
                await this.orm.unlink(MODEL, [photo.id]);
                await this.load(this.props.record.resId);
            },
            cancel: () => {},
        });
    }
}

registry.category("view_widgets").add("relationship_visit_photos", {
    component: VisitPhotos,
    fieldDependencies: [
        { name: "report_state", type: "selection" },
        { name: "stage", type: "selection" },
    ],
});
