//! Which cost is taken off money.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

use crate::experiment::CostBasis;

/// The option of commands that rank by money.
#[derive(Args, Clone, Debug, Default)]
pub struct CostArgs {
    /// Cost that is taken off money: what programmes cost the public, or the same less the taxes that the industry brings
    #[arg(long, value_name = "OUTCOME", default_value = CostBasis::Public.outcome(), value_parser = costs())]
    cost: CostBasis,
}

impl CostArgs {
    /// The cost.
    pub fn cost(&self) -> CostBasis {
        self.cost
    }

    /// The cost where it is another than by default.
    pub fn asked(&self) -> Option<String> {
        (self.cost != CostBasis::default()).then(|| self.cost.outcome().to_owned())
    }
}

fn costs() -> impl TypedValueParser<Value = CostBasis> {
    PossibleValuesParser::new(CostBasis::ALL.map(CostBasis::outcome)).map(|name| CostBasis::named(&name).expect("one of the possible values"))
}
