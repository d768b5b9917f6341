import { tours } from "./tours";

const noDialog = "body:not(:has(.modal))";

// Open what else there is to do: on a phone it may be behind the dots beside the first button.
function more() {
  return [
    {
      content: "The buttons are there",
      trigger: ".o_form_view .o_statusbar_buttons button",
    },
    {
      content: "Unfold the buttons of a phone",
      trigger: ".o_statusbar_buttons .o-dropdown",
      run: "click",
      isActive: ["mobile"],
    },
    {
      content: "More",
      trigger: "button[name=action_approval_more]",
      run: "click",
    },
    {
      content: "The dialog is open",
      trigger: ".modal div[name=reason] textarea",
    },
  ];
}

// Choose the person `name` in `field`. Enter waits for the search under way; a click on the list it replaces is lost.
function person(field, name) {
  return [
    {
      content: `Search ${name}`,
      trigger: `.modal div[name=${field}] input`,
      run: `edit ${name}`,
    },
    {
      content: `Pick ${name}`,
      trigger: `.o-autocomplete--dropdown-item:contains(${name}), .o_kanban_record:contains(${name})`,
      async run(helpers) {
        if (helpers.anchor.matches(".o_kanban_record")) {
          await helpers.click();
        } else {
          await helpers.press("Enter");
        }
      },
    },
    {
      content: `${name} is picked`,
      trigger: "body:not(:has(.o-autocomplete--dropdown-menu))",
    },
  ];
}

function confirm(text) {
  return [
    {
      content: "Say why",
      trigger: ".modal div[name=reason] textarea",
      run: `edit ${text}`,
    },
    {
      content: "Confirm",
      trigger: ".modal button[name=action_confirm].btn-primary",
      run: "click",
    },
  ];
}

// A signer asks an expert first, on the document's form.
tours.add("document_approval_add_signer", {
  steps: () => [
    ...more(),
    {
      content: "Add a signer",
      trigger: ".modal div[name=action] input[data-value=add_signer]",
      run: "click",
    },
    ...person("signer_id", "Expert"),
    {
      content: "Before me",
      trigger: ".modal div[name=position] input[data-value=before]",
      run: "click",
    },
    ...confirm("Knows the guest"),
    {
      content: "It waits for the expert",
      trigger: `${noDialog} .alert[name=approval_waiting]:contains(Expert)`,
    },
  ],
});

// A later signer sends it back from the list of what waits.
tours.add("document_approval_return", {
  steps: () => [
    {
      content: "More, in the list or on the card",
      trigger:
        ".o_kanban_record:contains(Dinner) button[name=action_more], .o_data_row:contains(Dinner) button[name=action_more]",
      run: "click",
    },
    {
      content: "Return",
      trigger: ".modal div[name=action] input[data-value=return]",
      run: "click",
    },
    {
      content: "To the supervisor, the last one who signed",
      trigger:
        ".modal div[name=step_id] .o_radio_item:contains(Supervisor) input:checked",
    },
    ...confirm("The guest list is missing"),
    {
      content: "Nothing is left here",
      trigger: `${noDialog} .o_view_nocontent`,
    },
  ],
});

// The earlier signer reads why, and gives the signature to somebody with the same authority.
tours.add("document_approval_transfer", {
  steps: () => [
    {
      content: "It came back",
      trigger:
        ".alert[name=approval_returned]:contains(The guest list is missing)",
    },
    ...more(),
    {
      content: "Transfer",
      trigger: ".modal div[name=action] input[data-value=transfer]",
      run: "click",
    },
    ...person("transfer_user_id", "Expert"),
    ...confirm("On leave"),
    {
      content: "It is somebody else's",
      trigger: `${noDialog} .o_form_view, ${noDialog} .o_error_dialog, ${noDialog} .o_action_manager`,
    },
  ],
});

// The requester sends a copy and urges; a second time is too early.
tours.add("document_approval_copy_urge", {
  steps: () => [
    ...more(),
    ...person("reader_ids", "Colleague"),
    ...confirm("For your information"),
    {
      content: "The copy is sent",
      trigger: `${noDialog} .o_approval_route:contains(Colleague)`,
    },
    {
      content: "Unfold the buttons of a phone",
      trigger: ".o_statusbar_buttons .o-dropdown",
      run: "click",
      isActive: ["mobile"],
    },
    {
      content: "Urge",
      trigger: "button[name=action_approval_urge]",
      run: "click",
    },
    {
      content: "They were reminded",
      trigger: ".o_notification:contains(Supervisor)",
    },
  ],
});
