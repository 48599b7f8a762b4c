//! The widest vectors of this machine, chosen when the program starts.
//!
//! Results do not depend on the choice: every path does the same IEEE 754 operations in the same
//! order on each element; only the number of elements done at once differs.

use std::sync::OnceLock;

/// Environment variable that forces a path, for tests and timings: `sse2`, `avx2` or `avx512`.
pub const VARIABLE: &str = "TOPLINE_CPU";

/// An instruction set on which flat loops are compiled.
#[derive(Clone, Copy, Debug)]
pub struct Cpu(pulp::Arch);

impl Cpu {
    /// The widest path of the machine, or the one that [`VARIABLE`] names where the machine has it.
    pub fn detect() -> Self {
        static FOUND: OnceLock<Cpu> = OnceLock::new();
        *FOUND.get_or_init(|| std::env::var(VARIABLE).ok().and_then(|name| Self::named(&name)).unwrap_or(Self(pulp::Arch::new())))
    }

    /// The path of a name; `None` where this machine does not have it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "sse2" => Some(Self(pulp::Arch::Scalar)),
            #[cfg(all(target_arch = "x86_64", feature = "wide"))]
            "avx2" => pulp::x86::V3::try_new().map(|simd| Self(pulp::Arch::V3(simd))),
            #[cfg(all(target_arch = "x86_64", feature = "wide"))]
            "avx512" => pulp::x86::V4::try_new().map(|simd| Self(pulp::Arch::V4(simd))),
            _ => None,
        }
    }

    /// Name of the path.
    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(all(target_arch = "x86_64", feature = "wide"))]
            pulp::Arch::V4(_) => "avx512",
            #[cfg(all(target_arch = "x86_64", feature = "wide"))]
            pulp::Arch::V3(_) => "avx2",
            _ => "sse2",
        }
    }

    /// Runs flat loops compiled for this path; what they call must be inlined.
    #[inline(always)]
    pub fn run<R>(self, loops: impl FnOnce() -> R) -> R {
        self.0.dispatch(loops)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{exp, inverse_normal, ln};

    #[test]
    fn every_path_gives_the_same_bits() {
        let input: Vec<f64> = (1..4000).map(|i| f64::from(i) / 4001.0).collect();
        let on = |name: &str| {
            Cpu::named(name).map(|cpu| {
                let mut out = input.clone();
                cpu.run(
                    #[inline(always)]
                    || {
                        for u in &mut out {
                            *u = exp(inverse_normal(*u)) + ln(*u);
                        }
                    },
                );
                out.iter().map(|y| y.to_bits()).collect::<Vec<_>>()
            })
        };
        let portable = on("sse2").expect("every machine has it");
        for name in ["avx2", "avx512"] {
            if let Some(bits) = on(name) {
                assert!(bits == portable, "{name} differs");
            }
        }
    }

    #[test]
    fn an_unknown_name_is_no_path() {
        assert!(Cpu::named("quantum").is_none());
    }
}
