# Service schemes, rules, suggestions
from . import test_service_dates
from . import test_service_plan
from . import test_service_revision
from . import test_service_series
from . import test_service_tier
from . import test_service_duty
from . import test_policy
from . import test_suggestion
from . import test_service_access
from . import test_service_queries
from . import test_service_print
from . import test_service_race
from . import test_service_tours
# The frame
from . import test_frame
from . import test_paper
from . import test_print_paper
from . import test_print_sheet
from . import test_print_verify
from . import test_table_sheet
# Hospitality
from . import test_gift_access
from . import test_gift_lifecycle
from . import test_gift_print
from . import test_gift_race
from . import test_gift_tours
from . import test_gift_visit
from . import test_gift_cost
from . import test_gift_stops
from . import test_hospitality_access
from . import test_hospitality_company
from . import test_hospitality_input
from . import test_hospitality_lead_time
from . import test_hospitality_lifecycle
from . import test_hospitality_print
from . import test_hospitality_queries
from . import test_hospitality_supplement
from . import test_hospitality_tours
from . import test_hospitality_views
# Customers
from . import test_customer_number
from . import test_customer_distance
from . import test_no_visit
# Classification
from . import test_classification_numbers
from . import test_classification_bounds
from . import test_classification_labels
from . import test_classification_tags
from . import test_classification_tryout
from . import test_classification_value
from . import test_classification_contacts
from . import test_classification_run
from . import test_classification_races
# Purchases
from . import test_purchase_cells
from . import test_purchase_reader
from . import test_purchase_import
from . import test_purchase_check
from . import test_purchase_customers
from . import test_purchase_lines
from . import test_purchase_dirty
from . import test_purchase_volume
from . import test_purchase_undo
from . import test_purchase_access
from . import test_contact_privacy
from . import test_customer_access
from . import test_customer_screens
from . import test_customer_sheet
from . import test_customer_merge
from . import test_customer_task
from . import test_customer_tours
from . import test_purchase_race
from . import test_purchase_tour
# Areas, routes and the frequency of visits
from . import test_area_access
from . import test_area_policy
from . import test_area_print
from . import test_area_proposal
from . import test_area_tours
from . import test_area_windows
from . import test_route
from . import test_route_plan
from . import test_visit_due
# Visit plans
from . import test_plan_access
from . import test_plan_lifecycle
from . import test_plan_proposal
from . import test_plan_queries
from . import test_plan_races
from . import test_plan_route
from . import test_plan_tours
from . import test_plan_workdays
# Key accounts and countermeasures
from . import test_countermeasure
from . import test_key_access
from . import test_key_account
from . import test_key_account_ranking
from . import test_key_print
from . import test_key_queries
from . import test_key_races
from . import test_key_tours
# Visits: the appointment, the application, the calendar
from . import test_visit_access
from . import test_visit_application
from . import test_visit_calendar
from . import test_visit_guests
from . import test_visit_input
from . import test_visit_queries
from . import test_visit_race
from . import test_visit_rules
from . import test_visit_tours
# Visits in the field
from . import test_visit_checkin
from . import test_visit_position
from . import test_visit_problem
from . import test_visit_minutes
from . import test_visit_report
from . import test_visit_briefing
from . import test_visit_field_races
from . import test_visit_field_screens
from . import test_visit_field_tours
# Evaluation
from . import test_evaluation_access
from . import test_evaluation_effects
from . import test_evaluation_evidence
from . import test_evaluation_lifecycle
from . import test_evaluation_numbers
from . import test_evaluation_print
from . import test_evaluation_queries
from . import test_evaluation_round
from . import test_evaluation_score
from . import test_evaluation_service
from . import test_evaluation_tours
# Visits: daily reports and summaries
from . import test_visit_day_access
from . import test_visit_day_assembly
from . import test_visit_day_authority
from . import test_visit_day_budget
from . import test_visit_day_lifecycle
from . import test_visit_day_print
from . import test_visit_day_race
from . import test_visit_day_tours
from . import test_visit_progress
from . import test_visit_summary

# Gift catalogue
from . import test_gift_catalogue
# Benefit ledger
from . import test_benefit_ledger

# Gift plans
from . import test_gift_plan_proposal
from . import test_gift_plan_lifecycle
from . import test_gift_plan_access
from . import test_gift_plan_print
# Budgets
from . import test_budget_access
from . import test_budget_figures
from . import test_budget_print
from . import test_budget_rules
from . import test_own_companies
from . import test_budget_races
from . import test_budget_tours
from . import test_benefit_caps
from . import test_benefit_split
from . import test_benefit_year
from . import test_benefit_access
from . import test_benefit_entertainment
from . import test_benefit_race
from . import test_benefit_report
from . import test_benefit_print
from . import test_benefit_queries
from . import test_benefit_tours
from . import test_benefit_typing
from . import test_target
from . import test_gift_plan_tours
from . import test_gift_plan_queries
from . import test_gift_plan_races
