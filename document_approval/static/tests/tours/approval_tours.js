import { tours } from "./tours";

const noDialog = "body:not(:has(.modal))";

// The requester submits a document on its form.
tours.add("document_approval_submit", {
  steps: () => [
    {
      content: "Submit",
      trigger: "button[name=action_approval_submit]",
      run: "click",
    },
    {
      content: "Yes, submit",
      trigger: ".modal-footer .btn-primary",
      run: "click",
    },
    {
      content: "It is pending, and the requester could recall it",
      trigger: `${noDialog}:has(.alert[name=approval_waiting]) button[name=action_approval_recall]`,
    },
    {
      content: "The route names the supervisor",
      trigger: ".o_approval_route:contains(Supervisor)",
    },
  ],
});

// A signer approves the document he or she looks at.
tours.add("document_approval_approve_form", {
  steps: () => [
    {
      content: "My signature is asked for",
      trigger: ".alert[name=approval_mine]",
    },
    {
      content: "Approve",
      trigger: "button[name=action_approval_approve]",
      run: "click",
    },
    {
      content: "Yes, approve",
      trigger: ".modal-footer .btn-primary",
      run: "click",
    },
    {
      content: "It waits for the next signer",
      trigger: `${noDialog} .alert[name=approval_waiting]`,
    },
  ],
});

// A signer decides two documents from the list of what waits, by kanban and by thumb.
tours.add("document_approval_phone", {
  steps: () => [
    {
      content: "Approve the dinner",
      trigger: ".o_kanban_record:contains(Dinner) button[name=action_approve]",
      run: "click",
    },
    {
      content: "Confirm",
      trigger: ".modal button[name=action_confirm].btn-primary",
      run: "click",
    },
    {
      content: "The dinner is gone; reject the lunch",
      trigger: `${noDialog} .o_kanban_view:not(:contains(Dinner)) .o_kanban_record:contains(Lunch) button[name=action_reject]`,
      run: "click",
    },
    {
      content: "Say why",
      trigger: ".modal div[name=note] textarea",
      run: "edit Too dear",
    },
    {
      content: "Confirm the rejection",
      trigger: ".modal button[name=action_confirm].btn-danger",
      run: "click",
    },
    {
      content: "Nothing is left",
      trigger: `${noDialog} .o_kanban_view .o_view_nocontent`,
    },
  ],
});

// From the menu of activities, wherever one is: what waits stands first, two presses decide it.
tours.add("document_approval_activity_menu", {
  steps: () => [
    {
      content: "Open the menu of activities",
      trigger: ".o_menu_systray i.fa-clock-o",
      run: "click",
    },
    {
      content: "What waits for me",
      trigger: ".o-mail-ActivityGroup[data-model_name='approval.task']:contains(2)",
      run: "click",
    },
    {
      content: "Go to cards, or stay there on the phone",
      trigger: ".o_list_view .o_data_row:contains(Dinner) button[name=action_approve], .o_kanban_record:contains(Dinner) button[name=action_approve]",
      run: "click",
    },
    {
      content: "Confirm",
      trigger: ".modal button[name=action_confirm].btn-primary",
      run: "click",
    },
    {
      content: "Only the lunch is left",
      trigger: `${noDialog} .o_action_manager:not(:contains(Dinner)):contains(Lunch)`,
    },
  ],
});

// From the activity in the chatter of the document.
tours.add("document_approval_activity_form", {
  steps: () => [
    {
      content: "It is approved, not ticked off",
      trigger: ".o-mail-Activity:not(:has(.o-mail-Activity-markDone)) .o_approval_approve",
      run: "click",
    },
    {
      content: "Confirm",
      trigger: ".modal button[name=action_confirm].btn-primary",
      run: "click",
    },
    {
      content: "It waits for the next signer, and the activity is gone",
      trigger: `${noDialog}:not(:has(.o_approval_approve)) .alert[name=approval_waiting]`,
    },
  ],
});

// An administrator reads a policy and its versions, at any width.
tours.add("document_approval_policy", {
  steps: () => [
    {
      content: "Open the policy",
      trigger:
        ".o_kanban_record:contains(fake.document), .o_data_row td[name=name]:contains(fake.document)",
      run: "click",
    },
    {
      content: "Its steps are there",
      trigger: "div[name=step_ids]:contains(Finance)",
    },
    {
      content: "Look at the versions",
      trigger: ".o_notebook .nav-link[name=versions]",
      run: "click",
    },
    {
      content: "The version reads like the policy",
      trigger: "div[name=version_ids]:contains(4. Finance)",
    },
  ],
});
