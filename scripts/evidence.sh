#!/bin/sh
# Makes docs/evidence.md with its tables: runs the experiments, takes from them what the page tells,
# and writes it. About 450 CPU-seconds.
set -eu
cd "$(dirname "$0")/.."
program=${TOPLINE:-target/release/topline}
# Exit code 3 says that a pattern fails, which is what switching a mechanism off is for.
topline() { "$program" "$@" --force --quiet || [ $? = 3 ]; }

# Patterns of evidence, as the baseline shows them and with one mechanism switched off.
topline validate baseline --out output/evidence/patterns
topline validate baseline --only P03,P04 -r 100 --set cumulative_advantage=0 --out output/evidence/cumulative_advantage
topline validate baseline --only P05 -r 100 --set investor_inflow=0 --out output/evidence/investors
topline validate baseline --only P05 -r 100 --set closure_hazard.startup=0 --set closure_hazard.small=0 --out output/evidence/closures
topline validate baseline --only P06,P07 -r 100 --set fame_spread=0 --out output/evidence/fame
topline validate baseline --only P08 -r 100 --set fame_floor=1 --out output/evidence/credits_by_fame
topline validate baseline --only P08 -r 100 --set moving_rate=0 --out output/evidence/moving
topline validate baseline --only P09 -r 200 --set openness_gain=0 --out output/evidence/openness
topline validate baseline --only P09 -r 200 --set award_exposure.premiere=0 --out output/evidence/exposure
topline validate baseline --only P10 -r 200 --set award_norm_fit.televised=0 --out output/evidence/norms
topline validate baseline --only P11 -r 100 --set platform_learning=0 --out output/evidence/platform_learning
topline validate baseline --only P12 -r 100 --set switching_cost=0 --out output/evidence/switching_cost
topline validate baseline --only P13 -r 100 --set fixed_cost.major=30000 --out output/evidence/fixed_cost
topline validate baseline --only P14 -r 100 --set attendance_rate.kr=0 --set attendance_rate.jp=0 --set attendance_rate.us=0 --set attendance_rate.eu=0 --set attendance_rate.cn=0 --set attendance_rate.sea=0 --set attendance_rate.row=0 --out output/evidence/concerts
topline validate baseline --only P15 -r 100 --set market_growth.kr=0 --set market_growth.jp=0 --set market_growth.us=0 --set market_growth.eu=0 --set market_growth.cn=0 --set market_growth.sea=0 --set market_growth.row=0 --out output/evidence/market_growth
topline validate baseline --only P16 -r 100 --set advantage_clip=1 --out output/evidence/advantage_clip
topline validate baseline --only P17 -r 100 --set policy.tax_credit.eligible.small=0 --set policy.tax_credit.eligible.startup=0 --out output/evidence/refunds

# Outcomes that the lists of patterns leave out, beside the facts.
topline compare baseline music_tax_credit music_tax_credit_refundable new_talent_credit touring_vouchers localisation_vouchers loan_guarantee startup_grants production_grants identity_condition -r 400 --worlds 0 --out output/evidence/policies
topline compare baseline production_grants startup_grants -r 400 --set policy.production_grant.selection=lottery --worlds 0 --out output/evidence/lottery
topline compare baseline startup_grants -r 400 --set policy.production_grant.cap=200 --worlds 0 --out output/evidence/large_grants
topline compare baseline music_tax_credit -r 400 --quarters 20 --worlds 0 --out output/evidence/five_years
topline compare baseline music_tax_credit -r 400 --quarters 20 --set budget_elasticity=1 --worlds 0 --out output/evidence/five_years_elastic

# What each instrument brings for each won in plausible worlds.
in_worlds() { topline "$@" --worlds 80 --world-replicates 20 --no-twins --no-report; }
in_worlds compare baseline production_grants loan_guarantee content_fund music_tax_credit creator_training brokerage localisation_vouchers touring_vouchers fair_contract identity_condition -r 100 --out output/evidence/outside

# Who gets the money and who makes a profit, and flows that are no outcomes.
topline run baseline music_tax_credit music_tax_credit_refundable new_talent_credit touring_vouchers -r 20 --panel --out output/evidence/panel
cargo run --quiet --release --example flows -- 400 20 music_tax_credit new_talent_credit startup_grants > output/evidence/flows.csv
cargo run --quiet --release --example flows -- 2 4 music_tax_credit new_talent_credit startup_grants > output/evidence/flows_held.csv

cargo run --quiet --release --example write_pages -- gather evidence
