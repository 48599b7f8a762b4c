//! What others have published of what an instrument brings for each won, beside what the model says.

use crate::policy::Kind;

/// What an instrument brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Exports for each won of public cost.
    Exports,
    /// Income of creators for each won of public cost.
    CreatorIncome,
    /// Survival of entrants over three years, percentage points for each bn KRW of public cost a year.
    Survival,
}

impl Effect {
    /// All effects.
    pub const ALL: [Self; 3] = [Self::Exports, Self::CreatorIncome, Self::Survival];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exports => "exports",
            Self::CreatorIncome => "creator_income",
            Self::Survival => "survival",
        }
    }

    /// Unit of what it is for each won.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Exports | Self::CreatorIncome => "KRW/KRW",
            Self::Survival => "points per bn KRW/yr",
        }
    }

    /// The effect of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.name() == name)
    }
}

/// A published estimate: a range, one end of which may be open where only a sign is published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutsideEstimate {
    /// Instrument.
    pub instrument: Kind,
    /// What is estimated.
    pub effect: Effect,
    /// Lower end.
    pub low: f64,
    /// Upper end; infinite where only a sign is known.
    pub high: f64,
    /// Source.
    pub source: &'static str,
    /// Grade, A (best) to C.
    pub grade: &'static str,
    /// What the source is of, and why it may not carry over.
    pub quality: &'static str,
}

/// Export support: what is left of what receivers tell, up to what comparisons of agencies find.
const EXPORT_SUPPORT: &str =
    "MEGS 11-13 pounds for each pound, told by receivers (F183), of which 0.2-0.6 are assumed to be additional (F186); agencies 11-19 (F202)";

/// All estimates that were found; of other instruments and effects none was.
pub const OUTSIDE: &[OutsideEstimate] = &[
    OutsideEstimate {
        instrument: Kind::LocalisationVoucher,
        effect: Effect::Exports,
        low: 2.2,
        high: 19.0,
        source: EXPORT_SUPPORT,
        grade: "C",
        quality: "none is of translation or of Korea; a survey of interested parties, and agencies for all goods",
    },
    OutsideEstimate {
        instrument: Kind::TouringVoucher,
        effect: Effect::Exports,
        low: 2.2,
        high: 19.0,
        source: EXPORT_SUPPORT,
        grade: "C",
        quality: "MEGS pays for tours among others; a survey of interested parties, and agencies for all goods",
    },
    OutsideEstimate {
        instrument: Kind::ProductionGrant,
        effect: Effect::Survival,
        low: 0.0,
        high: f64::INFINITY,
        source: "first small grants for R&D double the chance of venture capital (F198): a sign",
        grade: "C",
        quality: "R&D in the US, and capital rather than survival",
    },
    OutsideEstimate {
        instrument: Kind::LoanGuarantee,
        effect: Effect::Survival,
        low: 0.0,
        high: f64::INFINITY,
        source: "credit guarantees raised survival of Korean firms (F203): a sign, its size was not retrieved",
        grade: "B",
        quality: "manufacturing firms, 2000-2003, matched by what is observed of them",
    },
];

/// The published estimate of an effect of an instrument, where one was found.
pub fn published(instrument: Kind, effect: Effect) -> Option<&'static OutsideEstimate> {
    OUTSIDE.iter().find(|estimate| estimate.instrument == instrument && estimate.effect == effect)
}

/// How the model stands to a published range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The middle world lies in the range.
    Inside,
    /// It does not, but some of the middle nine tenths of worlds do.
    Partly,
    /// None of them does.
    Outside,
}

impl Standing {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Partly => "partly",
            Self::Outside => "outside",
        }
    }
}

impl OutsideEstimate {
    /// How worlds stand to it: their median, and their 5 and 95 % quantiles.
    pub fn standing(&self, median: f64, [p05, p95]: [f64; 2]) -> Standing {
        match () {
            () if (self.low..=self.high).contains(&median) => Standing::Inside,
            () if p05 <= self.high && p95 >= self.low => Standing::Partly,
            () => Standing::Outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_are_inside_by_their_middle_and_outside_only_as_a_whole() {
        let vouchers = published(Kind::TouringVoucher, Effect::Exports).unwrap();
        assert_eq!(vouchers.standing(3.0, [1.0, 30.0]), Standing::Inside);
        assert_eq!(vouchers.standing(1.5, [0.5, 2.2]), Standing::Partly);
        assert_eq!(vouchers.standing(25.0, [19.0, 40.0]), Standing::Partly);
        assert_eq!(vouchers.standing(1.5, [0.5, 2.1]), Standing::Outside);
        assert_eq!(vouchers.standing(25.0, [19.1, 40.0]), Standing::Outside);
    }

    #[test]
    fn a_sign_is_a_range_with_an_open_end() {
        let guarantees = published(Kind::LoanGuarantee, Effect::Survival).unwrap();
        assert_eq!(guarantees.standing(1e9, [0.1, 1e10]), Standing::Inside);
        assert_eq!(guarantees.standing(-1.0, [-2.0, -0.1]), Standing::Outside);
    }

    #[test]
    fn every_estimate_has_a_source_and_stands_once() {
        for (n, estimate) in OUTSIDE.iter().enumerate() {
            assert!(estimate.low < estimate.high && estimate.source.contains("(F") && !estimate.quality.is_empty());
            assert!(["A", "B", "C"].contains(&estimate.grade));
            assert!(OUTSIDE[n + 1..].iter().all(|other| (other.instrument, other.effect) != (estimate.instrument, estimate.effect)));
        }
        assert_eq!(published(Kind::Brokerage, Effect::Exports), None);
        assert!(Effect::ALL.into_iter().all(|effect| Effect::named(effect.name()) == Some(effect)));
    }
}
