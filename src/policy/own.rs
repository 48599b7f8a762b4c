//! Instruments of one's own: rules of another crate, in scenario files like the built-in ones.
//!
//! A registered instrument has its table `policy.NAME` in scenario files, with its parameters, its programmes, take-up, budget and
//! account; sweeps, searches, schemas and lists know it. It is registered once, before anything is read.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::{Instrument, Kind, Values};

/// An instrument of one's own, as it is registered (`topline::register`).
#[derive(Clone, Debug)]
pub struct OwnInstrument {
    /// Name in scenario files and outputs: small letters, digits and `_`.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Its parameters: text with the columns of `src/scenario/parameters.csv`; each row's name begins with `policy.NAME.`.
    pub parameters: &'static str,
    /// Lists of keys (or vectors of keys): where all of one list are 0, it is off and changes nothing.
    pub strength: &'static [&'static [&'static str]],
    /// Builds the rule from its parameters, which were checked.
    pub build: fn(&dyn Values) -> Box<dyn Instrument>,
}

/// Why an instrument was not registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationError(pub(crate) String);

impl fmt::Display for RegistrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RegistrationError {}

/// Registered and not yet asked for.
static WAITING: Mutex<Vec<OwnInstrument>> = Mutex::new(Vec::new());
/// What a scenario may have, from the first question on.
static REGISTERED: OnceLock<Vec<OwnInstrument>> = OnceLock::new();

/// All that were registered; from now on no more can be.
pub(crate) fn registered() -> &'static [OwnInstrument] {
    REGISTERED.get_or_init(|| std::mem::take(&mut WAITING.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// Registers an instrument, once its parameters are checked.
///
/// # Errors
/// If anything was read before, the name is taken or no name, there is no place left, or the check fails.
pub(crate) fn register(own: OwnInstrument, check: impl FnOnce(&OwnInstrument) -> Result<(), String>) -> Result<(), RegistrationError> {
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    let why = may_join(&own, &waiting).and_then(|()| check(&own));
    why.map_err(|why| RegistrationError(format!("the instrument `{}` cannot be registered: {why}", own.name)))?;
    waiting.push(own);
    Ok(())
}

fn may_join(own: &OwnInstrument, waiting: &[OwnInstrument]) -> Result<(), String> {
    let refuse = |why: &str| Err(why.to_owned());
    if REGISTERED.get().is_some() {
        return refuse("a scenario or a list of instruments was read before; allowed: to register first");
    }
    let letters = own.name.starts_with(|c: char| c.is_ascii_lowercase());
    if !letters || !own.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return refuse("its name; allowed: small letters, digits and `_`, a letter first");
    }
    if Kind::ALL.iter().copied().map(Kind::name).chain(waiting.iter().map(|other| other.name)).any(|name| name == own.name) {
        return refuse("its name is taken; allowed: a name of its own");
    }
    match waiting.len() < Kind::OWN.len() {
        true => Ok(()),
        false => refuse(&format!("there are {} already; allowed: {}", waiting.len(), Kind::OWN.len())),
    }
}
