//! What is estimated of a parameter, or of all.

/// What is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SensitivityMeasure {
    /// First-order index: share of the variance that would go were the parameter known.
    FirstOrder,
    /// Total index: share of the variance that would stay were all but the parameter known.
    Total,
    /// Sum of the first-order indices: share of the variance that is the parameters' one by one.
    Sum,
    /// Mean size of the elementary effects, per whole range of the parameter.
    MuStar,
    /// Mean elementary effect.
    Mu,
    /// Standard deviation of the elementary effects.
    Sigma,
    /// Share of the variance of means of points that is noise.
    NoiseOfMeans,
    /// Share of the variance of single runs that is noise.
    NoiseOfRuns,
    /// mu* that noise alone would give.
    NoiseMuStar,
}

impl SensitivityMeasure {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstOrder => "S1",
            Self::Total => "ST",
            Self::Sum => "S1_sum",
            Self::MuStar => "mu_star",
            Self::Mu => "mu",
            Self::Sigma => "sigma",
            Self::NoiseOfMeans => "luck_of_means",
            Self::NoiseOfRuns => "luck_of_runs",
            Self::NoiseMuStar => "luck_mu_star",
        }
    }

    /// Whether it is a share of variance; else it has the unit of the outcome.
    pub fn is_share(self) -> bool {
        !matches!(self, Self::MuStar | Self::Mu | Self::Sigma | Self::NoiseMuStar)
    }
}
