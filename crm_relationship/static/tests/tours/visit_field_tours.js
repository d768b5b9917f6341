import { tours } from "@document_approval/../tests/tours/tours";
import { browser } from "@web/core/browser/browser";

/** Let the browser be where `answer` says; the real one is not asked. */
function phoneAt(answer) {
    return {
        content: "The phone knows, or does not know, where it is",
        trigger: "button[name='check_in']",
        run: () => {
            Object.defineProperty(navigator, "geolocation", {
                configurable: true,
                value: { getCurrentPosition: (found, failed) => setTimeout(() => answer(found, failed), 50) },
            });
        },
    };
}

const atTheCustomer = (found) => found({ coords: { latitude: 31.32505, longitude: 120.72905, accuracy: 12 } });
const refused = (found, failed) => failed({ code: 1, message: "denied" });

/** On a phone the pages of a form are a strip like on a desk. */
function page(name) {
    return { content: `Open ${name}`, trigger: `.o_notebook a[name='${name}']`, run: "click" };
}

const allow = { content: "Allow my position, asked once", trigger: ".modal footer .btn-primary:contains(Allow), .modal-footer .btn-primary:contains(Allow)", run: "click" };

tours.add("visit_field_phone", {
    steps: () => [
        phoneAt(atTheCustomer),
        { content: "Check in", trigger: "button[name='check_in']", run: "click" },
        allow,
        { content: "Verified", trigger: "[name='checked_in'] .badge:contains(Verified)" },
        page("record"),
        { content: "Outcome B", trigger: ".o_field_widget[name='outcome'] .o_selection_badge:contains(B.)", run: "click" },
        { content: "Satisfied", trigger: ".o_field_widget[name='satisfaction'] .o_selection_badge:contains(4)", run: "click" },
        { content: "What was talked about", trigger: ".o_field_widget[name='talk'] textarea", run: "edit 确认明年框架协议数量" },
        { content: "A problem", trigger: ".o_field_widget[name='problem_ids'] .o-kanban-button-new, .o_field_widget[name='problem_ids'] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Which one", trigger: ".modal .o_field_widget[name='name'] input", run: "edit 交期延误五天" },
        { content: "Noted", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "It is there", trigger: ".o_field_widget[name='problem_ids'] .o_kanban_record:contains(交期延误五天)" },
        { content: "Check out", trigger: "button[name='check_out']", run: "click" },
        { content: "Left", trigger: "[name='checked_out'] .badge:contains(Verified)" },
        { content: "Complete the minutes", trigger: ".o_form_sheet button[name='action_complete_minutes']", run: "click" },
        { content: "Handed in", trigger: ".badge:contains(Report to Check)" },
    ],
});

tours.add("visit_field_denied", {
    steps: () => [
        phoneAt(refused),
        { content: "Check in", trigger: "button[name='check_in']", run: "click" },
        allow,
        { content: "Recorded all the same", trigger: "[name='checked_in'] .badge:contains(No position)" },
        { content: "Withdraw the consent", trigger: "button[name='withdraw_consent']", run: "click" },
        { content: "It can be given again", trigger: "button[name='give_consent']" },
    ],
});

/** A check-in tapped without connection; it is there again for whatever comes next. */
function tapOffline() {
    return [
        {
            content: "The connection is gone",
            trigger: "button[name='without_position']",
            run: () => {
                browser.realRequest = browser.XMLHttpRequest;
                browser.XMLHttpRequest = class extends browser.realRequest {
                    open(method, url, ...rest) {
                        super.open(method, url.includes("action_check_in") ? "http://127.0.0.1:1/" : url, ...rest);
                    }
                };
            },
        },
        { content: "Start all the same", trigger: "button[name='without_position']", run: "click" },
        {
            content: "It waits, nothing is lost",
            trigger: "[name='check_waiting']",
            run: () => {
                browser.XMLHttpRequest = browser.realRequest;
            },
        },
    ];
}

tours.add("visit_field_offline_elsewhere", {
    steps: () => [
        ...tapOffline(),
        { content: "Leave the visit", trigger: ".o_breadcrumb .o_back_button, .o_control_panel .breadcrumb-item a", run: "click" },
        {
            content: "The connection comes back among the visits",
            trigger: "body:not(:has(.o_relationship_check_in)) .o_kanban_view, body:not(:has(.o_relationship_check_in)) .o_list_view",
            run: () => window.dispatchEvent(new Event("online")),
        },
        { content: "It was sent from there", trigger: ".o_notification:contains(recorded)" },
    ],
});

tours.add("visit_field_offline", {
    steps: () => [
        ...tapOffline(),
        { content: "Send it", trigger: "button[name='send_again']", run: "click" },
        { content: "Recorded", trigger: "[name='checked_in'] .badge:contains(No position)" },
        { content: "Nothing waits", trigger: ".o_relationship_check_in:not(:has([name='check_waiting']))" },
    ],
});

tours.add("visit_field_check_reports", {
    steps: () => [
        { content: "Choose all", trigger: ".o_list_record_selector input", run: "click" },
        { content: "Accept them", trigger: "button[name='action_accept_report']", run: "click" },
        { content: "With a word", trigger: ".modal .o_field_widget[name='note'] textarea", run: "edit 记录完整" },
        { content: "Accept", trigger: ".modal footer button[name='action_confirm']:visible, .modal-footer button[name='action_confirm']:visible", run: "click" },
        { content: "None left", trigger: ".o_view_nocontent, .o_list_view:not(:has(.o_data_row))" },
    ],
});
