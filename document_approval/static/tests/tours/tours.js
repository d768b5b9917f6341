import { registry } from "@web/core/registry";

/** Milliseconds a step may take. A build server under load is slow, not wrong; Odoo's ten seconds are for an idle one. */
const PATIENCE = 60000;

/** The registry of tours, whose steps have time. */
export const tours = {
    /**
     * @param {string} name
     * @param {{steps: () => Object[]}} tour as Odoo's registry takes it
     */
    add(name, { steps, ...tour }) {
        const patient = () => steps().map((step) => ({ timeout: PATIENCE, ...step }));
        registry.category("web_tour.tours").add(name, { ...tour, steps: patient });
    },
};
