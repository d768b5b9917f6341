import { tours } from "@document_approval/../tests/tours/tours";

import { choose, chooseIn, decide, save } from "./tour_steps";

const LINES = ".o_field_widget[name='line_ids']";

/** The cell `name` of the gift that is being typed. */
function cell(name) {
    return `${LINES} .o_selected_row td[name='${name}'] input`;
}

/** A stroke across the canvas, as a finger makes it. */
function draw(canvas) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = (type, share, buttons) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true, cancelable: true, isPrimary: true, pointerId: 1, pointerType: "mouse", buttons,
                clientX: left + width * share, clientY: top + height * (1 - share),
            })
        );
    at("pointerdown", 0.2, 1);
    for (const share of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        at("pointermove", share, 1);
    }
    at("pointerup", 0.8, 0);
}

tours.add("gift_request", {
    steps: () => [
        ...choose("partner_id", "苏州恒泰"),
        { content: "Add a gift", trigger: `${LINES} .o_field_x2many_list_row_add a`, run: "click" },
        ...chooseIn(cell("recipient_id"), "黄志强"),
        { content: "Name it", trigger: cell("name"), run: "edit 龙井茶礼盒" },
        { content: "How many", trigger: cell("quantity"), run: "edit 2" },
        { content: "Worth", trigger: cell("unit_value"), run: "edit 150" },
        { content: "Say why", trigger: ".o_field_widget[name='purpose'] textarea", run: "edit 中秋问候" },
        { content: "The total follows", trigger: ".o_field_widget[name='amount_total']:contains(300)" },
        ...save(),
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Department supervisor review)" },
    ],
});

tours.add("gift_issue", {
    steps: () => [
        {
            content: "Issue from the card",
            trigger: ".o_kanban_record:contains(苏州恒泰) button:contains(Issue Gifts)",
            run: "click",
        },
        { content: "Yes", trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "Nothing waits any more", trigger: ".o_kanban_view:not(:has(button[name='action_issue']))" },
    ],
});

tours.add("gift_hand_over", {
    steps: () => [
        {
            content: "Hand over from the card",
            trigger: ".o_kanban_record:contains(苏州恒泰) button:contains(Hand Over)",
            run: "click",
        },
        { content: "The gift is ticked", trigger: ".modal .o_field_widget[name='line_ids'] input:checked" },
        { content: "The recipient is known", trigger: ".modal .o_field_widget[name='receiver_id'] input:value(黄志强)" },
        { content: "Let the recipient sign", trigger: ".modal .o_field_widget[name='signature'] .o_signature", run: "click" },
        { content: "Draw it", trigger: ".modal canvas.o_web_sign_signature", run: ({ anchor }) => draw(anchor) },
        {
            content: "Adopt it",
            trigger: ".modal:has(.o_web_sign_name_and_signature) .modal-footer .btn-primary:not(:disabled)",
            run: "click",
        },
        { content: "It is there", trigger: ".modal .o_field_widget[name='signature'] img[data-src], .modal .o_field_widget[name='signature'] img" },
        { content: "Record it", trigger: ".modal button[name='action_confirm']", run: "click" },
        { content: "Closed", trigger: "body:not(:has(.modal)) .o_kanban_view:not(:has(button[name='action_hand_over']))" },
    ],
});
