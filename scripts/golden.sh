#!/bin/sh
# Makes docs/golden.md with its tables and pictures: runs the experiments, takes from them what the
# page tells, and writes it. About 300 CPU-seconds.
set -eu
cd "$(dirname "$0")/.."
program=${TOPLINE:-target/release/topline}
topline() { "$program" "$@" --force --quiet; }

# The hit against the same ten years without it.
topline compare baseline golden -r 1000 --worlds 0 --out output/golden/ten_years

# Its first three years, then the same with one channel after the other switched off in both scenarios.
topline compare baseline golden -r 400 --quarters 12 --worlds 0 --out output/golden/three_years
topline compare baseline golden -r 400 --quarters 12 --set salience_weight=0 --set imitation_weight=0 --worlds 0 --out output/golden/without_imitation
topline compare baseline golden -r 400 --quarters 12 --set belief_spillover=0 --set belief_updating=0 --worlds 0 --out output/golden/without_platforms
topline compare baseline golden -r 400 --quarters 12 --set inflow_sensitivity=0 --set investor_return_weight=0 --set investor_sentiment_weight=0 --set entry_sensitivity=0 --worlds 0 --out output/golden/without_investors
topline compare baseline golden -r 400 --quarters 12 --set openness_gain=0 --set award_weight.premiere=0 --set award_weight.televised=0 --set award_lift.premiere=0 --set award_lift.televised=0 --worlds 0 --out output/golden/without_institution
topline compare baseline golden -r 400 --quarters 12 --set recognition_updating=0 --worlds 0 --out output/golden/without_recognition
topline compare baseline golden -r 400 --quarters 12 --set fan_conversion.tie_in=0 --worlds 0 --out output/golden/without_fans
topline compare baseline golden -r 400 --quarters 12 --set catalogue_keep.tie_in=0 --worlds 0 --out output/golden/without_catalogue
topline compare baseline golden -r 400 --quarters 12 --set salience_weight=0 --set imitation_weight=0 --set belief_spillover=0 --set belief_updating=0 --set inflow_sensitivity=0 --set investor_return_weight=0 --set investor_sentiment_weight=0 --set entry_sensitivity=0 --set openness_gain=0 --set award_weight.premiere=0 --set award_weight.televised=0 --set award_lift.premiere=0 --set award_lift.televised=0 --set recognition_updating=0 --set fan_conversion.tie_in=0 --set catalogue_keep.tie_in=0 --worlds 0 --out output/golden/without_all

# Every shipped policy, without the hit and with it.
topline run baseline startup_grants production_grants identity_condition loan_guarantee content_fund music_tax_credit music_tax_credit_refundable new_talent_credit creator_training brokerage localisation_vouchers touring_vouchers fair_contract package_balanced package_balanced_2y package_balanced_10y package_creators_first package_platform_first package_touring_first -r 200 --out output/golden/policies
topline run baseline startup_grants production_grants identity_condition loan_guarantee content_fund music_tax_credit music_tax_credit_refundable new_talent_credit creator_training brokerage localisation_vouchers touring_vouchers fair_contract package_balanced package_balanced_2y package_balanced_10y package_creators_first package_platform_first package_touring_first -r 200 --set event.hit.quarter=2026Q1 --set event.hit.tier=mid --set event.hit.platform=global_video --set event.hit.popularity=130 --set event.hit.quality_floor=3 --set event.hit.localisation=0.9 --out output/golden/policies_with_hit

cargo run --quiet --release --example write_pages -- gather golden
