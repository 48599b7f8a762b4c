//! The list of random decisions.

/// Declares the purposes: variant, number, name and, if it shares a family, family and word.
macro_rules! purposes {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $name:literal $(, $first:ident[$word:literal])?;)+) => {
        /// One kind of random decision; numbers are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Purpose { $($(#[$doc])* $variant = $number),+ }

        impl Purpose {
            /// Number of purposes.
            pub const COUNT: usize = [$(Purpose::$variant),+].len();
            /// All purposes, by number.
            pub const ALL: [Purpose; Self::COUNT] = [$(Purpose::$variant),+];

            /// Name in documents and messages.
            pub const fn name(self) -> &'static str {
                match self { $(Purpose::$variant => $name),+ }
            }

            /// Family, which goes into the counter: the number of its first purpose.
            #[inline(always)]
            pub const fn family(self) -> u8 {
                match self { $(Purpose::$variant => purposes!(@family $variant $($first)?) as u8),+ }
            }

            /// Word of the block that belongs to the purpose, none if it has all four.
            #[inline(always)]
            pub const fn word(self) -> Option<usize> {
                match self { $(Purpose::$variant => purposes!(@word $($word)?)),+ }
            }

            /// Block of draw `index`, and its word there.
            #[inline(always)]
            pub const fn place(self, index: u32) -> (u32, usize) {
                match self.word() {
                    Some(word) => (index, word),
                    None => (index / 4, (index % 4) as usize),
                }
            }
        }
    };
    (@family $variant:ident) => { Purpose::$variant };
    (@family $variant:ident $first:ident) => { Purpose::$first };
    (@word) => { None };
    (@word $word:literal) => { Some($word) };
}

purposes! {
    /// Whether an act starts a work in the quarter; index act.
    Start = 1, "start", Start[0];
    /// Strategy of a work; index act.
    Choice = 2, "choice", Start[1];
    /// Noise in the quality of a work; index act.
    Quality = 3, "quality", Start[2];
    /// Whether a collaborator from abroad joins a work; index act.
    Abroad = 4, "abroad", Start[3];
    /// Noise in the identity of a work; index act.
    Identity = 5, "identity", Identity[0];
    /// Noise in the autonomy of a placed work; index act.
    Autonomy = 6, "autonomy", Identity[1];
    /// Popularity of a work's title, drawn for every work; index act.
    Popularity = 7, "popularity", Identity[2];
    /// Noise in the cutoff of the chart; index act.
    Chart = 8, "chart", Identity[3];
    /// Peers that a label sees; index 2r for the candidate, 2r + 1 for the acceptance, r = trial.
    Peers = 9, "peers";
    /// A creator's time in the race for the credits of a work; index act.
    CreditRace = 10, "credit_race";
    /// Noise in a platform's score of a work; index act * 4 + platform.
    PlatformNoise = 11, "platform_noise";
    /// Noise in a partner's score of a work; index act.
    PartnerNoise = 12, "partner_noise";
    /// Rounding of a platform's slots.
    Slots = 13, "slots";
    /// Rounding of the brokered slots.
    BrokeredSlots = 14, "brokered_slots";
    /// Noise in the attendance of a visit; index act * 7 + market.
    Attendance = 15, "attendance";
    /// Lottery of touring vouchers; index act * 7 + market.
    TouringLottery = 16, "touring_lottery";
    /// Noise in the merit of a claim; index act.
    Merit = 17, "merit";
    /// Place of a claim in a lottery; index act.
    GrantLottery = 18, "grant_lottery";
    /// Noise in the burden of an application; index act.
    Burden = 19, "burden";
    /// Lottery of localisation vouchers; index act.
    LocalisationLottery = 20, "localisation_lottery";
    /// Whether a partnership breaks.
    Break = 21, "break", Break[0];
    /// Whether a partnership is renewed.
    Renewal = 22, "renewal", Break[1];
    /// Whether a label closes by hazard.
    Closure = 23, "closure", Break[2];
    /// Whether a label enters an empty slot.
    Entry = 24, "entry", Break[3];
    /// Whether a label applies to a programme in the year; index programme.
    TakeUp = 25, "take_up";
    /// Lottery of brokerage places in the year; index programme.
    BrokeragePlace = 26, "brokerage_place";
    /// Order of guaranteed loans.
    GuaranteeOrder = 27, "guarantee_order";
    /// Voters' view of a work in the year; index ((quarter of year * 16 + act) * 8 + category) * 2 + tier.
    AwardUtility = 28, "award_utility";
    /// Rivals in a category in the year; index 0 to 4.
    AwardField = 29, "award_field";
    /// Whether a creator quits in the year.
    Quitting = 30, "quitting", Quitting[0];
    /// Whether a creator moves in the year.
    Moving = 31, "moving", Quitting[1];
    /// Where a creator moves to.
    Destination = 32, "destination", Quitting[2];
    /// Lottery of training places in the year.
    TrainingLottery = 33, "training_lottery", Quitting[3];
    /// Traits of a label at its founding; index trait.
    FoundLabel = 34, "found_label";
    /// Traits of a creator at the founding; index trait.
    FoundCreator = 35, "found_creator";
    /// Shock to the exchange rate in the quarter; index 0 common to all markets, else the market.
    ExchangeShock = 36, "exchange_shock";
}

#[cfg(test)]
mod tests {
    use super::Purpose;

    #[test]
    fn purposes_are_numbered_from_one_without_gaps() {
        for (i, purpose) in Purpose::ALL.iter().enumerate() {
            assert_eq!(*purpose as usize, i + 1, "{}", purpose.name());
        }
    }

    #[test]
    fn no_two_purposes_share_a_word_or_a_name() {
        for (i, a) in Purpose::ALL.iter().enumerate() {
            for b in &Purpose::ALL[i + 1..] {
                let apart = a.word().is_some() && b.word().is_some() && a.word() != b.word();
                assert!(a.family() != b.family() || apart, "{} and {}", a.name(), b.name());
                assert_ne!(a.name(), b.name());
            }
        }
    }

    #[test]
    fn decisions_made_together_share_a_block() {
        let families = [(Purpose::Start, 4), (Purpose::Identity, 4), (Purpose::Quitting, 4), (Purpose::Break, 4)];
        for (first, members) in families {
            let same = Purpose::ALL.iter().filter(|p| p.family() == first.family()).count();
            assert_eq!(same, members, "{}", first.name());
        }
    }
}
