# The frame: what every form has, and how it is printed
from . import relationship_printed
from . import relationship_document
from . import res_company
from . import res_config_settings
from . import ir_actions_report

# Shared by all forms: input bounds, team, lines
from . import approval_mixin_tolerance
from . import relationship_input_guard
from . import relationship_team_mixin
from . import relationship_own_name_mixin
from . import relationship_assembled_mixin
from . import relationship_child_mixin
from . import relationship_attendee_mixin
from . import relationship_event_mixin
from . import relationship_budget_mixin
from . import res_company_working_days

# What people are given: caps at submission (the requests inherit it)
from . import relationship_benefit_source
from . import relationship_benefit_check
from . import relationship_benefit_split

# Hospitality
from . import relationship_hospitality_item
from . import relationship_hospitality_step_template
from . import relationship_hospitality
from . import relationship_hospitality_rules
from . import relationship_hospitality_plan
from . import relationship_hospitality_supplement
from . import relationship_hospitality_reporting
from . import relationship_hospitality_attendee
from . import relationship_hospitality_budget
from . import relationship_hospitality_step
from . import relationship_hospitality_report
from . import relationship_hospitality_settlement
from . import relationship_hospitality_report_attendee
from . import relationship_hospitality_expense
from . import calendar_attendee
from . import calendar_event
from . import res_partner

# Classification: rules, customers, the pass
from . import relationship_rule_mixin
from . import relationship_tier
from . import relationship_grade
from . import relationship_rfm_segment
from . import relationship_rule_version
from . import res_company_classification
from . import relationship_profile
from . import relationship_profile_labels
from . import relationship_profile_value
from . import relationship_pass_run
from . import relationship_profile_rules
from . import relationship_profile_pass
from . import relationship_contact_mixin
from . import relationship_interaction
from . import relationship_feedback
from . import mail_activity_type
from . import mail_activity_day
from . import relationship_profile_task
from . import mail_activity_task
from . import relationship_profile_contact
from . import relationship_profile_explain
from . import relationship_profile_tag
from . import relationship_profile_tags
from . import res_partner_category_rule
from . import relationship_profile_tag_rules
from . import relationship_profile_change
from . import relationship_repeat_profit
from . import res_config_settings_classification
from . import relationship_profile_override
from . import res_partner_owner

# Customers: the contact's side, screens, sheets
from . import ir_sequence
from . import relationship_no_visit
from . import relationship_income_band
from . import res_partner_contact
from . import res_partner_distance
from . import res_partner_number
from . import res_partner_profile
from . import res_partner_category
from . import res_company_customer
from . import res_config_settings_customer
from . import relationship_profile_customer
from . import relationship_profile_screen
from . import relationship_profile_log
from . import relationship_profile_birthday
from . import relationship_customer_sheet
from . import relationship_customer_sheet_line
from . import relationship_customer_sheet_fill

# Purchases: records, their sources and imports
from . import relationship_purchase_source
from . import relationship_purchase
from . import relationship_purchase_import
from . import relationship_purchase_import_column
from . import relationship_purchase_import_file
from . import relationship_purchase_import_errors
from . import relationship_purchase_import_run
from . import relationship_purchase_import_undo
from . import ir_attachment
from . import res_partner_purchase
from . import relationship_profile_purchase

# Areas, routes and the frequency of visits
from . import res_partner_no_visit
from . import res_company_area
from . import res_config_settings_area
from . import relationship_area
from . import relationship_tier_visit
from . import relationship_profile_visit
from . import relationship_visit_due
from . import res_partner_coordinates
from . import relationship_route
from . import relationship_route_stop
from . import relationship_route_plan
from . import relationship_route_fill
from . import relationship_route_drawing
from . import approval_policy

# Visits: the application, the appointment, the calendar
from . import res_company_visit
from . import res_config_settings_visit
from . import relationship_visit
from . import relationship_visit_move
from . import relationship_visit_stage
from . import relationship_visit_application
from . import relationship_visit_expense
from . import relationship_visit_rules
from . import relationship_visit_calendar
from . import relationship_profile_visit_screen
from . import res_partner_visit

# Visits: briefing, check-in, minutes
from . import res_company_visit_field
from . import res_config_settings_visit_field
from . import res_partner_checkin
from . import relationship_visit_record_line
from . import relationship_visit_record
from . import relationship_visit_problem
from . import mail_activity_problem
from . import res_users_problem
from . import relationship_visit_photo
from . import relationship_visit_preparation
from . import relationship_tier_preparation
from . import relationship_visit_material
from . import relationship_position_consent
from . import relationship_visit_checkin
from . import relationship_visit_field
from . import relationship_visit_briefing
from . import relationship_visit_figures
from . import relationship_visit_minutes
from . import relationship_visit_review
from . import relationship_profile_visit_facts

# Visits: plans and the company's days
from . import relationship_workday
from . import res_company_visit_plan
from . import res_config_settings_visit_plan
from . import relationship_tier_visit_plan
from . import relationship_visit_plan
from . import relationship_visit_plan_line
from . import relationship_visit_plan_warning
from . import relationship_visit_plan_unplaced
from . import relationship_visit_plan_propose
from . import relationship_visit_planned
from . import relationship_visit_plan_progress
from . import relationship_visit_plan_visits
from . import relationship_visit_plan_report

# Visits: daily reports and summaries
from . import relationship_snapshot_mixin
from . import res_company_visit_day
from . import res_config_settings_visit_day
from . import relationship_visit_day
from . import relationship_visit_day_line
from . import relationship_visit_day_expense
from . import relationship_visit_day_assembly
from . import relationship_visit_day_due
from . import relationship_visit_day_authority
from . import relationship_visit_on_day
from . import relationship_visit_summary
from . import relationship_visit_summary_line
from . import relationship_visit_plan_summary
from . import relationship_visit_progress
from . import relationship_visit_print

# Evaluation
from . import relationship_scorecard
from . import relationship_scorecard_part
from . import relationship_scorecard_grade
from . import relationship_scorecard_indicator
from . import relationship_scorecard_meaning
from . import relationship_scorecard_measure
from . import relationship_evaluation
from . import relationship_evaluation_rules
from . import relationship_evaluation_verdict
from . import relationship_evaluation_line
from . import relationship_evaluation_effect
from . import relationship_evaluation_service
from . import relationship_profile_numbers
from . import relationship_profile_evaluation
from . import relationship_tier_evaluation
from . import res_company_evaluation
from . import res_config_settings_evaluation

# Key accounts and countermeasures
from . import res_company_key
from . import res_config_settings_key
from . import relationship_staying_mixin
from . import relationship_merged_mixin
from . import relationship_followed_mixin
from . import mail_activity_followed
from . import relationship_countermeasure
from . import relationship_countermeasure_line
from . import relationship_countermeasure_policy
from . import relationship_countermeasure_propose
from . import relationship_profile_countermeasure
from . import relationship_key_account
from . import relationship_key_account_compute
from . import relationship_key_account_ranking
from . import relationship_key_account_customer
from . import relationship_key_account_target
from . import relationship_key_account_measure
from . import relationship_key_account_progress
from . import relationship_profile_key

# Service plans
from . import relationship_revision_mixin
from . import relationship_revision_diff
from . import relationship_duty_mixin
from . import mail_activity_duty
from . import relationship_service_plan
from . import relationship_service_plan_actions
from . import relationship_service_plan_revision
from . import relationship_service_line
from . import relationship_service_action
from . import relationship_service_problem
from . import relationship_policy
from . import relationship_policy_line
from . import relationship_policy_reader
from . import relationship_policy_print
from . import relationship_suggestion
from . import relationship_suggestion_statistics
from . import relationship_suggestion_answer
from . import relationship_suggestion_measure
from . import relationship_profile_service
from . import res_company_service
from . import res_config_settings_service

# Gift catalogue
from . import product_template
from . import product_product
# Gifts: the request and its way to the recipient
from . import res_company_gift
from . import res_company_gift_cash
from . import res_config_settings_gift
from . import relationship_gift_request
from . import relationship_gift_request_line

# Benefit ledger
from . import res_company_benefit
from . import res_config_settings_benefit
from . import res_partner_compliance
from . import mail_message
from . import relationship_tender
from . import relationship_benefit_cap
from . import relationship_benefit_turn
from . import relationship_benefit
from . import relationship_hospitality_benefit
from . import relationship_hospitality_report_benefit
from . import relationship_gift_request_benefit
from . import relationship_benefit_register
from . import relationship_benefit_register_line
from . import relationship_entertainment_year
from . import res_partner_benefit
# Gift plans
from . import res_company_gift_plan
from . import res_config_settings_gift_plan
from . import relationship_gift_rule
from . import relationship_gift_plan
from . import relationship_gift_plan_line
from . import relationship_gift_plan_left_out
from . import relationship_gift_plan_propose
from . import relationship_gift_plan_requests
from . import relationship_gift_plan_warning
from . import relationship_profile_gift_plan

# Budgets
from . import res_company_budget
from . import res_config_settings_budget
from . import relationship_budget
from . import relationship_budget_change
from . import relationship_budget_figures
from . import relationship_budget_entry
from . import relationship_hospitality_cost_budget
from . import relationship_visit_cost_budget
from . import relationship_visit_day_cost_budget
from . import relationship_gift_cost_budget
from . import relationship_budget_year
from . import relationship_gift_rules
from . import relationship_gift_handing
from . import relationship_gift_handover
from . import relationship_gift_activity
from . import relationship_gift_visit
from . import relationship_gift_cost
from . import relationship_gift_cover
from . import relationship_gift_blackout
from . import relationship_gift_customer
from . import relationship_target
