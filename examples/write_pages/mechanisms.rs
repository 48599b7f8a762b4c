//! Patterns that rest on one mechanism, and the experiments without it.

/// A pattern, what it rests on, and how that is shown.
pub struct Mechanism {
    /// Pattern.
    pub pattern: &'static str,
    /// What makes it, in words.
    pub mechanism: &'static str,
    /// What switches it off, in words.
    pub off: &'static str,
    /// Folder of the experiment without it.
    pub folder: &'static str,
    /// What is expected without it.
    pub expected: Expected,
    /// Test in `tests/mechanisms.rs`.
    pub test: &'static str,
}

/// What becomes of a pattern without its mechanism.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The pattern fails.
    Fails,
    /// It holds still, and is lower.
    Falls,
}

use Expected::{Fails, Falls};

/// The list.
pub const MECHANISMS: &[Mechanism] = &[
    Mechanism {
        pattern: "P03",
        mechanism: "cumulative advantage: what is heard is heard more",
        off: "`cumulative_advantage` 0",
        folder: "cumulative_advantage",
        expected: Falls,
        test: "without_cumulative_advantage_majors_dominate_less",
    },
    Mechanism {
        pattern: "P04",
        mechanism: "the same",
        off: "`cumulative_advantage` 0",
        folder: "cumulative_advantage",
        expected: Falls,
        test: "without_cumulative_advantage_the_largest_labels_are_less_far_ahead",
    },
    Mechanism {
        pattern: "P05",
        mechanism: "finance: investors fill gaps of young labels",
        off: "`investor_inflow` 0",
        folder: "investors",
        expected: Fails,
        test: "without_investors_too_few_startups_survive",
    },
    Mechanism {
        pattern: "P05",
        mechanism: "closures for reasons other than money",
        off: "`closure_hazard` 0 for startups and small labels",
        folder: "closures",
        expected: Fails,
        test: "without_closures_too_many_startups_survive",
    },
    Mechanism {
        pattern: "P06",
        mechanism: "unequal fame of creators",
        off: "`fame_spread` 0",
        folder: "fame",
        expected: Fails,
        test: "without_fame_creators_are_not_so_unequal",
    },
    Mechanism {
        pattern: "P07",
        mechanism: "the same",
        off: "`fame_spread` 0",
        folder: "fame",
        expected: Falls,
        test: "without_fame_the_gini_coefficient_of_creators_is_lower",
    },
    Mechanism {
        pattern: "P08",
        mechanism: "credits go to known creators",
        off: "`fame_floor` 1: fame counts for little",
        folder: "credits_by_fame",
        expected: Fails,
        test: "where_fame_counts_for_little_the_median_creator_is_not_poor",
    },
    Mechanism {
        pattern: "P08",
        mechanism: "creators move to better pay",
        off: "`moving_rate` 0",
        folder: "moving",
        expected: Falls,
        test: "without_moving_to_better_pay_the_median_creator_earns_less",
    },
    Mechanism {
        pattern: "P09",
        mechanism: "openness: wins make the institution open",
        off: "`openness_gain` 0",
        folder: "openness",
        expected: Falls,
        test: "an_institution_that_learns_nothing_from_wins_gives_fewer",
    },
    Mechanism {
        pattern: "P09",
        mechanism: "exposure in the United States",
        off: "`award_exposure.premiere` 0",
        folder: "exposure",
        expected: Falls,
        test: "without_weight_of_exposure_there_are_fewer_premiere_wins",
    },
    Mechanism {
        pattern: "P10",
        mechanism: "fit to the norms of the electorate: language and network",
        off: "`award_norm_fit.televised` 0",
        folder: "norms",
        expected: Falls,
        test: "without_fit_to_the_norms_there_are_fewer_televised_wins",
    },
    Mechanism {
        pattern: "P11",
        mechanism: "capability grows by work for platforms",
        off: "`platform_learning` 0",
        folder: "platform_learning",
        expected: Falls,
        test: "without_capability_from_platform_work_fewer_works_are_platform_led",
    },
    Mechanism {
        pattern: "P12",
        mechanism: "switching has a cost",
        off: "`switching_cost` 0",
        folder: "switching_cost",
        expected: Fails,
        test: "without_its_cost_labels_switch_too_often",
    },
    Mechanism {
        pattern: "P13",
        mechanism: "fixed cost of majors",
        off: "`fixed_cost.major` halved",
        folder: "fixed_cost",
        expected: Fails,
        test: "with_half_the_fixed_cost_of_majors_the_margin_is_too_good",
    },
    Mechanism {
        pattern: "P14",
        mechanism: "concerts stand beside recordings",
        off: "`attendance_rate` 0 everywhere",
        folder: "concerts",
        expected: Fails,
        test: "without_concerts_recorded_music_is_too_large_a_part",
    },
    Mechanism {
        pattern: "P15",
        mechanism: "markets grow",
        off: "`market_growth` 0 everywhere",
        folder: "market_growth",
        expected: Falls,
        test: "without_growth_of_the_markets_exports_grow_less",
    },
    Mechanism {
        pattern: "P16",
        mechanism: "cumulative advantage",
        off: "`advantage_clip` 1: no advantage in either variant",
        folder: "advantage_clip",
        expected: Fails,
        test: "where_advantage_is_clipped_away_social_influence_changes_nothing",
    },
    Mechanism {
        pattern: "P17",
        mechanism: "refunds reach labels without tax liability",
        off: "small labels and startups not eligible",
        folder: "refunds",
        expected: Falls,
        test: "a_refund_to_mid_labels_alone_keeps_few_startups_alive",
    },
];
