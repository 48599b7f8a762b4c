//! Quantities and names: tiers, strategies, markets, platforms, quarters, shares and money.
//!
//! A quantity that can be wrong is a type that cannot hold the wrong value; it is refused
//! where it is built, so that the model itself needs no `Result`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

/// Declares a closed list of names (an enum) and the table type indexed by it.
macro_rules! dimension {
    ($(#[$doc:meta])* $name:ident, $(#[$table_doc:meta])* $table:ident, $count:literal, $what:literal,
     { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Number of members.
            pub const COUNT: usize = $count;
            /// All members, in the order that matters wherever order matters.
            pub const ALL: [$name; $count] = [$($name::$variant),+];
            /// Names as written in scenario files and outputs.
            pub const NAMES: [&'static str; $count] = [$($text),+];

            /// Name as written in scenario files and outputs.
            pub fn name(self) -> &'static str { Self::NAMES[self as usize] }
            /// Position in [`Self::ALL`].
            #[inline]
            pub fn index(self) -> usize { self as usize }
            /// Member at a position; panics beyond the last.
            #[inline]
            pub fn at(index: usize) -> Self { Self::ALL[index] }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.name()) }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.into_iter().find(|m| m.name() == text).ok_or_else(|| {
                    format!(concat!("unknown ", $what, " `{}`; allowed: {}"), text, Self::NAMES.join(", "))
                })
            }
        }

        $(#[$table_doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $table<T>(pub [T; $count]);

        impl<T> Deref for $table<T> {
            type Target = [T; $count];
            #[inline]
            fn deref(&self) -> &[T; $count] { &self.0 }
        }
        impl<T> DerefMut for $table<T> {
            #[inline]
            fn deref_mut(&mut self) -> &mut [T; $count] { &mut self.0 }
        }
        impl<T> $table<T> {
            /// Builds the table member by member.
            #[inline(always)]
            pub fn build(mut f: impl FnMut($name) -> T) -> Self { Self(std::array::from_fn(|i| f($name::ALL[i]))) }
        }
    };
}

dimension!(
    /// Size class of a label.
    Tier,
    /// One value for each tier.
    PerTier, 4, "tier",
    { /// The largest labels (the "Big 4").
      Major = "major", /// Listed or established labels below the majors.
      Mid = "mid", /// Small labels with a revenue of their own.
      Small = "small", /// Young labels; all entrants start here.
      Startup = "startup" }
);

dimension!(
    /// What a label does with a work; the middle two are platform-led.
    Strategy,
    /// One value for each strategy.
    PerStrategy, 4, "strategy",
    { /// Album and concerts, no platform.
      Touring = "touring", /// A one-off title on a platform.
      TieIn = "tie_in", /// A title within a durable partnership with a platform.
      Partnership = "partnership", /// Album and concerts with a title on a platform.
      Balanced = "balanced" }
);

impl Strategy {
    /// Whether the strategy is platform-led (`tie_in` and `partnership`).
    pub fn platform_led(self) -> bool {
        matches!(self, Self::TieIn | Self::Partnership)
    }
}

dimension!(
    /// A market for music.
    Market,
    /// One value for each market.
    PerMarket, 7, "market",
    { /// Korea.
      Kr = "kr", /// Japan.
      Jp = "jp", /// United States.
      Us = "us", /// Europe with the United Kingdom.
      Eu = "eu", /// China.
      Cn = "cn", /// South-East Asia.
      Sea = "sea", /// Rest of the world.
      Row = "row" }
);

impl Market {
    /// The six markets other than Korea.
    pub const FOREIGN: [Market; 6] = [Self::Jp, Self::Us, Self::Eu, Self::Cn, Self::Sea, Self::Row];
}

dimension!(
    /// A media platform that places music in its titles.
    Platform,
    /// One value for each platform.
    PerPlatform, 4, "platform",
    { /// Global video streaming.
      GlobalVideo = "global_video", /// US social video.
      UsSocial = "us_social", /// Regional platform in Asia.
      AsiaRegional = "asia_regional", /// Korean platform.
      Domestic = "domestic" }
);

impl Platform {
    /// The market to which a platform's fees and backend are booked.
    pub fn booked_to(self) -> Market {
        match self {
            Self::GlobalVideo | Self::UsSocial => Market::Us,
            Self::AsiaRegional => Market::Jp,
            Self::Domestic => Market::Kr,
        }
    }
}

dimension!(
    /// Tier of an award.
    Award,
    /// One value for each award tier.
    PerAward, 2, "award tier",
    { /// Given before the telecast.
      Premiere = "premiere", /// Given in the telecast.
      Televised = "televised" }
);

dimension!(
    /// Bracket of the corporate tax, from the lowest.
    Bracket,
    /// One value for each tax bracket.
    PerBracket, 4, "tax bracket",
    { /// Lowest.
      B1 = "b1", /// Second.
      B2 = "b2", /// Third.
      B3 = "b3", /// Highest.
      B4 = "b4" }
);

/// A calendar quarter, written `2027Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
    /// Quarter `quarter` (1 to 4) of `year` (1900 to 2200).
    pub fn new(year: i32, quarter: u32) -> Result<Self, String> {
        if !(1900..=2200).contains(&year) || !(1..=4).contains(&quarter) {
            return Err(format!("`{year}Q{quarter}` is no quarter; allowed: 1900Q1 to 2200Q4"));
        }
        Ok(Self(year * 4 + quarter as i32 - 1))
    }
    /// Calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(4)
    }
    /// Quarter of the year, 1 to 4.
    pub fn of_year(self) -> u32 {
        self.0.rem_euclid(4) as u32 + 1
    }
    /// The quarter `n` later (earlier when negative).
    pub fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }
    /// Number of quarters from `other` to `self`.
    pub fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year(), self.of_year())
    }
}

impl FromStr for Quarter {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no quarter; a quarter is written like 2027Q1 (1900Q1 to 2200Q4)");
        let (year, quarter) = text.split_once('Q').ok_or_else(wrong)?;
        if year.len() != 4 || quarter.len() != 1 {
            return Err(wrong());
        }
        let (year, quarter) = (year.parse().map_err(|_| wrong())?, quarter.parse().map_err(|_| wrong())?);
        Self::new(year, quarter).map_err(|_| wrong())
    }
}

/// A share or probability in [0, 1].
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// Nothing.
    pub const ZERO: Share = Share(0.0);
    /// Refuses what is not in [0, 1].
    pub fn new(value: f64) -> Result<Self, String> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(format!("{value} is no share; allowed: 0 to 1")) }
    }
    /// The number.
    #[inline]
    pub fn get(self) -> f64 {
        self.0
    }
}

/// An amount of money in words, M KRW: `30bn`, `30 bn KRW`, `1.5 trillion`, `800 M KRW`, `300억`, `2조`; a bare number is M KRW.
pub(crate) fn amount(text: &str) -> Option<f64> {
    let text = text.trim();
    let text = ["KRW", "won", "원"].into_iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim_end();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'e'))).unwrap_or(text.len());
    let (number, unit) = (&text[..end], text[end..].trim());
    let factor = match unit {
        "" | "M" | "m" | "million" | "백만" => 1.0,
        "bn" | "billion" | "B" | "십억" => 1000.0,
        "tn" | "trillion" | "T" => 1e6,
        "만" => 0.01,
        "억" => 100.0,
        "조" => 1e6,
        _ => return None,
    };
    let number: f64 = number.replace(',', "").parse().ok()?;
    Some(number * factor).filter(|amount| amount.is_finite())
}

/// An amount of money (M KRW) in words, at three significant digits: `8 bn KRW`, `150 M KRW`, `1.5 trillion KRW`.
pub(crate) fn amount_in_words(millions: f64) -> String {
    let (number, unit) = match millions.abs() {
        size if size >= 1e6 => (millions / 1e6, "trillion KRW"),
        size if size >= 1000.0 => (millions / 1000.0, "bn KRW"),
        size if size >= 1.0 || size == 0.0 => (millions, "M KRW"),
        _ => (millions * 1e6, "KRW"),
    };
    let decimals = [100.0, 10.0, 1.0].iter().position(|least| number.abs() >= *least).unwrap_or(2);
    let text = format!("{number:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {unit}")
}

/// An amount of money in million KRW of 2024, not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct KrwMillion(f64);

impl KrwMillion {
    /// Refuses negative amounts and what is not finite.
    pub fn new(value: f64) -> Result<Self, String> {
        if value >= 0.0 && value.is_finite() { Ok(Self(value)) } else { Err(format!("{value} is no amount; allowed: 0 or more, million KRW")) }
    }
    /// The number, M KRW.
    #[inline]
    pub fn get(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_the_units_that_people_write() {
        for (text, amount) in [
            ("30bn", 30_000.0),
            ("30 bn KRW", 30_000.0),
            ("1.5 trillion won", 1.5e6),
            ("800 M KRW", 800.0),
            ("8,000", 8000.0),
            ("300억", 30_000.0),
            ("2조 원", 2e6),
            (" 5000만원 ", 50.0),
            ("-3bn", -3000.0),
        ] {
            assert_eq!(super::amount(text), Some(amount), "{text}");
        }
        for text in ["", "bn", "30 bnn", "30 %", "1e999bn", "thirty", "30bn30"] {
            assert_eq!(super::amount(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_said_back_in_words_that_read_as_the_same() {
        for (amount, words) in [
            (8000.0, "8 bn KRW"),
            (150.0, "150 M KRW"),
            (1.5e6, "1.5 trillion KRW"),
            (12_345.0, "12.3 bn KRW"),
            (0.0, "0 M KRW"),
            (0.05, "50000 KRW"),
        ] {
            assert_eq!(amount_in_words(amount), words);
        }
        assert_eq!(super::amount(&amount_in_words(30_000.0)), Some(30_000.0));
    }

    #[test]
    fn a_quarter_reads_as_it_is_written() {
        let q: Quarter = "2026Q1".parse().unwrap();
        assert_eq!(q.plus(39).to_string(), "2035Q4");
        assert_eq!(q.plus(4).since(q), 4);
        for wrong in ["2026", "2026Q5", "26Q1", "2026q1", "", "Q", "2026Q1 "] {
            assert!(wrong.parse::<Quarter>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_share_and_an_amount_refuse_what_they_cannot_be() {
        assert!(Share::new(1.0).is_ok() && Share::new(1.01).is_err() && Share::new(f64::NAN).is_err());
        assert!(KrwMillion::new(0.0).is_ok() && KrwMillion::new(-1.0).is_err() && KrwMillion::new(f64::INFINITY).is_err());
    }

    #[test]
    fn names_of_members_read_back() {
        for market in Market::ALL {
            assert_eq!(market.name().parse(), Ok(market));
        }
        assert!("mars".parse::<Market>().unwrap_err().contains("kr, jp, us"));
    }
}
