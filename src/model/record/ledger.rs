//! Money: every flow of the model has a name, a payer and a receiver; conservation is an identity.

use super::listed::listed;
use crate::math;

listed! {
    /// Who holds or moves money.
    Sector {
        /// Labels; their stock is cash.
        Labels,
        /// Creators.
        Creators,
        /// Distributors, manufacturers, venues, studios, staff, trainers, intermediaries.
        Suppliers,
        /// Private investors.
        Investors,
        /// Banks; their stock is loans outstanding.
        Banks,
        /// Platforms.
        Platforms,
        /// Audiences of all markets.
        Audiences,
        /// Owners of labels.
        Owners,
        /// Government.
        Government,
    }
}

macro_rules! flows {
    ($($(#[$doc:meta])* $flow:ident: $from:ident -> $to:ident,)+) => {
        /// A flow of money.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Flow { $($(#[$doc])* $flow),+ }

        impl Flow {
            /// All flows.
            pub const ALL: &'static [Flow] = &[$(Flow::$flow),+];
            /// Number of flows.
            pub const COUNT: usize = Self::ALL.len();
            /// Payer and receiver.
            pub fn parties(self) -> (Sector, Sector) {
                match self { $(Flow::$flow => (Sector::$from, Sector::$to)),+ }
            }
        }
    };
}

flows! {
    /// Gross receipts of streaming, albums, concerts, catalogue and licensing.
    MarketReceipts: Audiences -> Labels,
    /// Fees and backend of titles.
    PlatformReceipts: Platforms -> Labels,
    /// Creators' part of all lines.
    PaidToCreators: Labels -> Creators,
    /// Distribution, manufacturing, venues: what is neither the label's nor the creators'.
    PaidToDistribution: Labels -> Suppliers,
    /// Production of works, whole cost.
    Production: Labels -> Suppliers,
    /// Localisation of works, whole cost.
    Localisation: Labels -> Suppliers,
    /// Fixed cost of visits, whole cost.
    Visits: Labels -> Suppliers,
    /// Fixed cost of labels.
    FixedCost: Labels -> Suppliers,
    /// Production grants.
    Grants: Government -> Labels,
    /// Localisation and touring vouchers.
    Vouchers: Government -> Labels,
    /// Equity of private investors.
    PrivateEquity: Investors -> Labels,
    /// Equity of the public fund.
    PublicEquity: Government -> Labels,
    /// New bank loans.
    BankLoans: Banks -> Labels,
    /// New guaranteed loans.
    GuaranteedLoans: Banks -> Labels,
    /// Interest to banks.
    Interest: Labels -> Banks,
    /// Guarantee fees.
    GuaranteeFees: Labels -> Government,
    /// Repayment of bank debt.
    BankRepayment: Labels -> Banks,
    /// Repayment of guaranteed debt.
    GuaranteedRepayment: Labels -> Banks,
    /// Corporate tax before credits.
    Tax: Labels -> Government,
    /// Tax credits used, refunds included.
    TaxCredits: Government -> Labels,
    /// Income tax of creators on what labels pay them.
    IncomeTax: Creators -> Government,
    /// Value-added tax that audiences and buyers at home pay on top of what labels receive.
    ValueAddedTax: Audiences -> Government,
    /// Payouts on private claims.
    InvestorPayouts: Labels -> Investors,
    /// Payouts on public claims.
    PublicPayouts: Labels -> Government,
    /// Payouts to owners.
    OwnerPayouts: Labels -> Owners,
    /// What is left to owners at exit.
    ExitToOwners: Labels -> Owners,
    /// What is left to private investors at exit, by their claims.
    ExitToInvestors: Labels -> Investors,
    /// What is left to the public fund at exit, by its claims.
    ExitToFund: Labels -> Government,
    /// Public stakes sold to private investors.
    StakeSales: Investors -> Government,
    /// Bills that a failed label leaves unpaid.
    UnpaidBills: Suppliers -> Labels,
    /// Capital that founders bring.
    Founding: Owners -> Labels,
    /// Paid by owners on debts that a label which closes, but is not insolvent, cannot repay.
    OwnerRecourse: Owners -> Banks,
    /// Paid on guarantees at exit.
    GuaranteeLosses: Government -> Banks,
    /// Training places.
    Training: Government -> Suppliers,
    /// Intermediaries of brokered partnerships.
    Brokerage: Government -> Suppliers,
    /// Administration of the instruments.
    Administration: Government -> Suppliers,
    /// Levies on streaming, paid by streaming services.
    Levies: Suppliers -> Government,
}

/// Flows and stocks of one quarter, M KRW.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Flows, by [`Flow`].
    pub flows: [f64; Flow::COUNT],
    /// Bank debt written off at exit, neither repaid nor paid by owners.
    pub bank_written_off: f64,
    /// Guaranteed debt written off at exit, neither repaid nor paid by owners, the government's part included.
    pub guaranteed_written_off: f64,
    /// Cash of all labels at the end.
    pub cash: f64,
    /// Bank debt of all labels at the end.
    pub bank_debt: f64,
    /// Guaranteed debt of all labels at the end.
    pub guaranteed_debt: f64,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { flows: [0.0; Flow::COUNT], bank_written_off: 0.0, guaranteed_written_off: 0.0, cash: 0.0, bank_debt: 0.0, guaranteed_debt: 0.0 }
    }
}

impl Ledger {
    /// Books a flow.
    #[inline]
    pub fn book(&mut self, flow: Flow, amount: f64) {
        self.flows[flow as usize] += amount;
    }

    /// Books flows of many, each from its first amount to its last.
    pub fn book_each<const N: usize>(&mut self, flows: [Flow; N], amounts: [&[f64]; N]) {
        let sums = math::add_in_order(flows.map(|flow| self.of(flow)), amounts);
        for (flow, sum) in flows.into_iter().zip(sums) {
            self.flows[flow as usize] = sum;
        }
    }

    /// Amount of a flow.
    pub fn of(&self, flow: Flow) -> f64 {
        self.flows[flow as usize]
    }

    /// Inflows less outflows of a sector.
    pub fn balance(&self, sector: Sector) -> f64 {
        Flow::ALL
            .iter()
            .map(|flow| match flow.parties() {
                (from, to) if from == to => 0.0,
                (from, _) if from == sector => -self.of(*flow),
                (_, to) if to == sector => self.of(*flow),
                _ => 0.0,
            })
            .sum()
    }

    /// Clears the flows; stocks stay until they are read again.
    pub fn clear(&mut self) {
        self.flows = [0.0; Flow::COUNT];
        self.bank_written_off = 0.0;
        self.guaranteed_written_off = 0.0;
    }
}
