//! Names of all files that a command may leave in an output folder, each with what it holds.

/// Constants for the names, and the list of all, in the order in which they are written.
macro_rules! files {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)+) => {
        $($(#[$doc])* pub const $name: &str = $file;)+
        /// All of them.
        pub const FILES: &[&str] = &[$($name),+];
    };
}

files! {
    /// Points of a sweep.
    DESIGN = "design.csv";
    /// Outcomes of each run.
    RUNS = "runs.csv";
    /// Distributions at each point of a sweep.
    SUMMARY = "summary.csv";
    /// Runs that failed.
    FAILURES = "failures.csv";
    /// Distribution of each outcome.
    DISTRIBUTIONS = "distributions.csv";
    /// Outcomes quarter by quarter.
    TRAJECTORIES = "trajectories.csv";
    /// Paired differences to the baseline.
    COMPARISON = "comparison.csv";
    /// The decision.
    DECISION = "decision.csv";
    /// What support brought about.
    ADDITIONALITY = "additionality.csv";
    /// Who won and who lost.
    WINNERS = "winners.csv";
    /// Public cost, and outcomes per won.
    BUDGET = "budget.csv";
    /// Outcomes of each run in plausible worlds.
    WORLD_RUNS = "world_runs.csv";
    /// Effects over plausible worlds.
    WORLD_EFFECTS = "world_effects.csv";
    /// Leads of scenarios over one another in plausible worlds.
    WORLD_LEADS = "world_leads.csv";
    /// Budgets with which scenarios spend a sum.
    SPEND = "spend.csv";
    /// Benefits and costs in present values.
    BENEFIT_COST = "benefit_cost.csv";
    /// Weightings under which scenarios are best.
    WEIGHTINGS = "weightings.csv";
    /// Scenarios where an event happens.
    WHAT_IFS = "what_ifs.csv";
    /// Regret over worlds.
    REGRET = "regret.csv";
    /// What flips the ranking.
    FLIPS = "flips.csv";
    /// Paired differences, quarter by quarter.
    DIFFERENCES = "differences.csv";
    /// Living labels, quarter by quarter.
    LABELS = "labels.csv";
    /// Patterns of evidence.
    VALIDATION = "validation.csv";
    /// Trust in the averages.
    TRUST = "trust.csv";
    /// Elementary effects.
    SCREENING = "screening.csv";
    /// Plausible worlds.
    WORLDS = "worlds.csv";
    /// What the evidence pins down.
    PINNED = "pinned.csv";
    /// Design and outputs of a screening.
    SCREENING_POINTS = "screening_points.csv";
    /// The page in English.
    PAGE = "report.html";
    /// The page in Korean, which stands beside it.
    KOREAN_PAGE = "report.ko.html";
    /// Sensitivity indices, drawn.
    SENSITIVITY_PICTURE = "sensitivity.svg";
    /// Sensitivity indices.
    SENSITIVITY = "sensitivity.csv";
    /// Shapley values of instruments.
    SHAPLEY = "shapley.csv";
    /// The break-even.
    BREAK_EVEN = "break_even.csv";
    /// Points that a break-even looked at.
    BREAK_EVEN_POINTS = "break_even_points.csv";
    /// How far two runs are apart.
    SPREAD = "spread.csv";
    /// Candidates of a search.
    FRONTIER = "frontier.csv";
    /// What more money brings.
    BUDGET_CURVE = "budget_curve.csv";
    /// What is settled in a mix, and what makes no difference.
    SETTLED = "settled.csv";
    /// Regret over worlds of mixes.
    MIX_REGRET = "mix_regret.csv";
    /// What a search certifies.
    CERTIFICATE = "certificate.json";
    /// Channels of an effect.
    CHANNELS = "channels.csv";
    /// Interactions of instruments.
    INTERACTIONS = "interactions.csv";
    /// What the columns of all tables mean.
    DATA_PACKAGE = "datapackage.json";
    /// What can be checked of a folder: hashes of its files, the command, the program (`topline record`).
    RECORD = "ro-crate-metadata.json";
    /// What was run; written last.
    MANIFEST = "manifest.json";
}

/// Names that tables of a sweep have in other forms than plain CSV.
pub const VARIANTS: [&str; 8] = [
    "design.csv.zst",
    "runs.csv.zst",
    "summary.csv.zst",
    "failures.csv.zst",
    "design.parquet",
    "runs.parquet",
    "summary.parquet",
    "failures.parquet",
];
