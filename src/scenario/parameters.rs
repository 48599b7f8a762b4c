//! The parameters of the world as the model reads them: one typed field for each row (or vector of
//! rows) of the registry. Meaning, unit, prior range, source and grade stand in the registry alone.

use crate::units::{Award, Bracket, Market, PerAward, PerBracket, PerMarket, PerPlatform, PerStrategy, PerTier, Platform, Strategy, Tier};

/// What a field can be read from: the cells below a name in the registry.
pub trait Cells: Sized {
    /// Reads the cell or cells of `name`.
    fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self;
}

impl Cells for f64 {
    fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self {
        number(name)
    }
}

impl Cells for usize {
    fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self {
        number(name) as usize
    }
}

macro_rules! cells_by {
    ($($table:ident of $key:ident),+) => {
        $(impl<T: Cells> Cells for $table<T> {
            fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self {
                $table::build(|key: $key| T::read(&format!("{name}.{key}"), number))
            }
        })+
    };
}
cells_by!(PerTier of Tier, PerStrategy of Strategy, PerMarket of Market, PerPlatform of Platform, PerAward of Award, PerBracket of Bracket);

/// Weights of a platform's score of a work (4.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreWeight {
    /// Weight of expected ln quality.
    pub quality: f64,
    /// Weight of the work's mean network.
    pub network: f64,
    /// Weight of localisation capability.
    pub localisation: f64,
    /// Weight of ln(1 + recognition).
    pub recognition: f64,
    /// Bonus of a work that is more than a one-off.
    pub commitment: f64,
    /// Weight of the relation with the platform.
    pub relation: f64,
    /// Weight of the log value of the platform.
    pub value: f64,
}

impl Cells for ScoreWeight {
    fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self {
        let cell = |key: &str| number(&format!("{name}.{key}"));
        Self {
            quality: cell("quality"),
            network: cell("network"),
            localisation: cell("localisation"),
            recognition: cell("recognition"),
            commitment: cell("commitment"),
            relation: cell("relation"),
            value: cell("value"),
        }
    }
}

/// Upper bounds of the three lower tax brackets, M KRW a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaxBrackets(pub [f64; 3]);

impl Cells for TaxBrackets {
    fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self {
        Self(["b1", "b2", "b3"].map(|bracket| number(&format!("{name}.{bracket}"))))
    }
}

/// Yearly revenue at which a label moves up to the tier, M KRW; 0 for startups, which is where labels begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TierThreshold(pub PerTier<f64>);

impl Cells for TierThreshold {
    fn read(name: &str, number: &dyn Fn(&str) -> f64) -> Self {
        Self(PerTier::build(|tier| if tier == Tier::Startup { 0.0 } else { number(&format!("{name}.{tier}")) }))
    }
}

macro_rules! parameters {
    ($($field:ident: $kind:ty),+ $(,)?) => {
        /// Values of all parameters of the world.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Parameters {
            $(#[doc = concat!("Row `", stringify!($field), "` of the registry.")] pub $field: $kind,)+
        }

        impl Parameters {
            /// Names of the fields: the rows of the registry without their cells.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            /// Reads every field through `number`, which knows every row of the registry.
            pub fn read(number: &dyn Fn(&str) -> f64) -> Self {
                Self { $($field: Cells::read(stringify!($field), number)),+ }
            }
        }
    };
}

parameters! {
    label_count: PerTier<usize>,
    act_count: PerTier<usize>,
    creator_count: PerTier<usize>,
    start_probability: f64,
    act_share_exponent: f64,
    initial_fandom: PerMarket<f64>,
    initial_fandom_share: PerTier<f64>,
    fandom_spread: PerTier<f64>,
    fandom_market_spread: f64,
    initial_cash: PerTier<f64>,
    cash_spread: f64,
    initial_recognition: PerTier<f64>,
    initial_platform_capability: PerTier<f64>,
    initial_localisation_capability: PerTier<f64>,
    initial_identity: f64,
    initial_creator_share: PerTier<f64>,
    burn_in_quarters: usize,
    settling_quarters: usize,
    choice_intensity: f64,
    attraction_memory: f64,
    forgone_weight: f64,
    policy_weight: f64,
    imitation_weight: f64,
    capability_weight: f64,
    risk_weight: f64,
    switching_cost: f64,
    peer_count: usize,
    peer_same_tier_odds: f64,
    partnership_threshold: f64,
    payoff_ceiling: f64,
    press_shrinkage: f64,
    press_memory: f64,
    tail_weight: f64,
    salience_weight: f64,
    fan_value: f64,
    fame_spread: f64,
    fame_floor: f64,
    credit_count: usize,
    abroad_intercept: f64,
    abroad_slope: f64,
    quality_skill: f64,
    quality_network: f64,
    quality_budget: f64,
    quality_noise: f64,
    skill_learning: f64,
    network_learning: f64,
    skill_fade: f64,
    network_fade: f64,
    initial_network: f64,
    moving_rate: f64,
    persons_per_creator: f64,
    subsistence_income: f64,
    quitting_probability: f64,
    moving_pay_exponent: f64,
    localisation_cost: f64,
    early_cost_factor: f64,
    early_gain: f64,
    localisation_learning: f64,
    localisation_ceiling: f64,
    capability_fade: f64,
    identity_loss: PerStrategy<f64>,
    identity_loss_abroad: f64,
    identity_noise: f64,
    identity_drift: f64,
    identity_pull: f64,
    autonomy: PerStrategy<f64>,
    autonomy_noise: f64,
    autonomy_recognition: f64,
    base_slots: PerPlatform<f64>,
    reach: PerPlatform<PerMarket<f64>>,
    slot_response: f64,
    belief_updating: f64,
    expectation_updating: f64,
    belief_award: f64,
    belief_spillover: f64,
    score_weight: ScoreWeight,
    relation_fade: f64,
    title_spread: f64,
    title_ceiling: f64,
    title_exposure: PerStrategy<f64>,
    catalogue_keep: PerStrategy<f64>,
    rights_kept: PerStrategy<f64>,
    platform_fee: PerStrategy<f64>,
    platform_backend: PerStrategy<f64>,
    bargaining_recognition: f64,
    partnership_term: f64,
    break_base: f64,
    break_slope: f64,
    partner_slot_share: f64,
    renewal_probability: f64,
    unplaced_saving: f64,
    platform_learning: f64,
    listeners: PerMarket<f64>,
    market_pool: PerMarket<f64>,
    market_growth: PerMarket<f64>,
    initial_korean_share: PerMarket<f64>,
    language_distance: PerMarket<f64>,
    language_loss: f64,
    localisation_reach: f64,
    identity_taste_weight: f64,
    identity_taste_linear: PerMarket<f64>,
    identity_taste_quadratic: PerMarket<f64>,
    exposures_per_fan: f64,
    fan_concavity: f64,
    recognition_exposure: f64,
    cumulative_advantage: f64,
    advantage_clip: f64,
    catalogue_retention: f64,
    listening_breadth: f64,
    fan_churn: f64,
    hybrid_churn: f64,
    fan_conversion: PerStrategy<f64>,
    conversion_scale: f64,
    fandom_room: f64,
    touring_fan_gain: f64,
    chart_cutoff: f64,
    chart_noise: f64,
    recognition_updating: f64,
    album_spending: PerMarket<f64>,
    album_intensity: PerStrategy<f64>,
    touring_intensity: PerStrategy<f64>,
    attendance_rate: PerMarket<f64>,
    venue_capacity: PerMarket<f64>,
    ticket_price: PerMarket<f64>,
    touring_margin: f64,
    visit_cost: PerMarket<f64>,
    visit_cost_factor: PerTier<f64>,
    attendance_noise: f64,
    album_cost: f64,
    streaming_fee: f64,
    licensing_income: PerMarket<f64>,
    licensing_cost: f64,
    creator_fee_factor: f64,
    reference_budget: PerTier<f64>,
    fee_base: PerTier<f64>,
    size_elasticity: f64,
    strategy_cost: PerStrategy<f64>,
    coordination_cost: f64,
    fixed_cost: PerTier<f64>,
    smallest_scale: f64,
    budget_elasticity: f64,
    interest_rate: f64,
    loan_spread: PerTier<f64>,
    debt_limit: PerTier<f64>,
    repayment_rate: f64,
    cash_buffer: f64,
    credit_limit: f64,
    closure_hazard: PerTier<f64>,
    owner_recourse: f64,
    investor_inflow: f64,
    investor_cap: f64,
    inflow_sensitivity: f64,
    investor_return_weight: f64,
    investor_sentiment_weight: f64,
    investor_size_weight: f64,
    valuation_multiple: f64,
    claim_ceiling: f64,
    investor_payout: f64,
    owner_payout: f64,
    entry_rate: f64,
    slot_reserve: f64,
    entry_sensitivity: f64,
    entry_policy_sensitivity: f64,
    tier_threshold: TierThreshold,
    tier_down_factor: f64,
    tax_rate: PerBracket<f64>,
    loss_offset_limit: f64,
    award_categories: PerAward<usize>,
    award_intercept: PerAward<f64>,
    award_exposure: PerAward<f64>,
    award_quality: PerAward<f64>,
    award_norm_fit: PerAward<f64>,
    award_weight: PerAward<f64>,
    award_lift: PerAward<f64>,
    award_visual_bonus: f64,
    openness_fade: f64,
    openness_gain: f64,
    award_sentiment: f64,
    sentiment_memory: f64,
    application_burden: PerTier<f64>,
    marginal_cost_of_funds: f64,
    discount_rate: f64,
    skill_premium: PerTier<f64>,
    network_factor: PerTier<f64>,
    initial_attraction: f64,
    initial_volatility: f64,
    identity_spread: f64,
    platform_capability_spread: f64,
    localisation_capability_spread: f64,
    creator_share_spread: f64,
    initial_localisation_share: f64,
    initial_visit_share: f64,
    size_floor: f64,
    size_ceiling: f64,
    capability_slope: f64,
    fandom_slope: f64,
    peer_trials: usize,
    industry_memory: f64,
    salience_floor: f64,
    salience_ceiling: f64,
    collaborator_network: f64,
    skill_ceiling: f64,
    network_ceiling: f64,
    fame_fade: f64,
    newcomer_fame: f64,
    newcomer_network: f64,
    vacancy_floor: f64,
    market_memory: f64,
    visit_share_memory: f64,
    autonomy_unplaced: f64,
    tie_in_learning: f64,
    slot_floor: f64,
    slot_ceiling: f64,
    belief_threshold: f64,
    belief_bound: f64,
    burn_in_expectation_updating: f64,
    performance_memory: f64,
    break_ceiling: f64,
    fit_slope: f64,
    fit_centre: f64,
    unplaced_balanced_factor: f64,
    creator_concert_factor: f64,
    backend_ceiling: f64,
    valuation_floor: f64,
    equity_memory: f64,
    investor_pool_retention: f64,
    return_memory: f64,
    mix_memory: f64,
    owner_cash_floor: f64,
    entrant_fandom: f64,
    tax_bracket: TaxBrackets,
    norm_fit_network: f64,
    verdict_window: usize,
    verdict_years: usize,
    verdict_win_autonomy: f64,
    verdict_win_identity: f64,
    verdict_export_autonomy: f64,
    served_memory: f64,
    served_start: f64,
    support_ceiling: f64,
    liability_without_tax: f64,
    liability_start: f64,
    merit_recognition: f64,
    merit_noise: f64,
    burden_noise: f64,
    creator_tax_rate: f64,
    vat_rate: f64,
    value_added_coefficient: f64,
    employment_coefficient: f64,
}

impl Parameters {
    /// Slots that are empty at the start: `slot_reserve` for each startup of the start, to the next whole number.
    pub fn empty_slots(&self) -> usize {
        (self.label_count[Tier::Startup.index()] as f64 * self.slot_reserve).round() as usize
    }
}
