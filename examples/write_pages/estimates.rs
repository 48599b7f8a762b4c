//! Estimates that others have published beside those of the model, point by point.

use std::error::Error;

use super::evidence::Tables;
use super::number::{Number, claim, short};

/// Public money of a year over which an effect is shown, for each unit of it.
fn for_each(effect: Number, cost: Number) -> Number {
    // The cost varies by a percent or less where it divides, so its own interval is left out.
    effect.times(1.0 / cost.mean)
}

/// The section of the page.
pub fn section(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let points = [kocca, exports, french, guarantees, early_grants, take_up];
    let head = "## Estimates of others, point by point\n\n\
                The model was not fitted to any of these. *Agrees* is said of signs and orders of size, not of digits: estimates come from other countries, other industries, and often from interested parties.\n\n"
        .to_string();
    points.iter().try_fold(head, |text, point| Ok(text + &point(tables)? + "\n"))
}

/// Extra investment, value added and net benefit after the loss of tax, 2025-29, bn KRW (F161, F163).
const KOCCA_INVESTMENT: f64 = 281.4;
const KOCCA_VALUE_ADDED: f64 = 240.1;
const KOCCA_NET_BENEFIT: f64 = 32.9;

fn kocca(t: &Tables) -> Result<String, Box<dyn Error>> {
    let five = |outcome: &str| t.difference("five_years", "music_tax_credit", outcome).map(|n| n.times(5.0));
    let elastic = t.difference("five_years_elastic", "music_tax_credit", "revenue")?.times(5.0);
    let (spent, credits) = (t.flow("music_tax_credit", "spending_on_works")?.times(5.0), t.flow("music_tax_credit", "tax_credits")?.times(5.0));
    let (revenue, exports) = (five("revenue")?, five("export_revenue")?);
    claim(spent.high < KOCCA_INVESTMENT, "the model's extra spending is below KOCCA's")?;
    claim(spent.low > 0.0, "the credit raises spending")?;
    claim(revenue.high < credits.mean, "revenue does not pay for the credit in five years")?;
    Ok(format!(
        "### 1. A tax credit for music production: KOCCA's forecast\n\n\
         KOCCA expects 281.4 bn KRW more investment in 2025-29, 240.1 bn of value added (F161) and a net benefit of 32.9 bn after the loss of tax (F163); the cost was not published, and the difference of \
         the two implies 207 bn. In the model (`music_tax_credit`, 2026-30) labels spend {spent} bn KRW more on works in five years, on credits of {credits} bn: {ratio} won for each won of credit. \
         Revenue changes by {revenue} bn, exports by {exports}.\n\n\
         **Disagrees** in size; the sign of investment agrees. Two factors multiply: the volume ({credits} against 207 bn of credits, for in the model 12 % of firms below the majors use the credit at first, as \
         with video, F158) and the response ({ratio} against {implied} won for a won). The model's `budget_elasticity` of 0.5 is a guess (0.1 to 1); at its upper end revenue changes by {elastic} bn. \
         Estimates for the R&D of small, constrained firms lie above 1.1 (F199), so the model may be too cautious. KOCCA's number is a forecast made for a proposal; its method was not found, nor what labels \
         would have invested anyway. Film credits, evaluated after the fact, moved filming of series but not employment or establishments (F200, F201). The forecast is the weaker of the two, and the model's \
         elasticity is a guess: neither should carry a budget.\n",
        implied = short(KOCCA_INVESTMENT / (KOCCA_VALUE_ADDED - KOCCA_NET_BENEFIT)),
        spent = spent.plain(),
        credits = credits.plain(),
        ratio = for_each(spent, credits).plain(),
        revenue = revenue.signed(),
        exports = exports.signed(),
        elastic = elastic.signed(),
    ))
}

fn exports(t: &Tables) -> Result<String, Box<dyn Error>> {
    let of = |scenario: &str, outcome: &str| t.difference("policies", scenario, outcome);
    let touring = for_each(of("touring_vouchers", "export_revenue")?, of("touring_vouchers", "public_cost")?);
    let small = for_each(of("touring_vouchers", "small_label_exports")?, of("touring_vouchers", "public_cost")?);
    let localisation = for_each(of("localisation_vouchers", "export_revenue")?, of("localisation_vouchers", "public_cost")?);
    let gross = |tiers: &[&str]| -> Result<f64, Box<dyn Error>> {
        Ok(t.panel("touring_vouchers", tiers, "exports_of_supported")? / t.panel("touring_vouchers", tiers, "support")?)
    };
    let (all, few) = (gross(&["major", "mid", "small", "startup"])?, gross(&["small", "startup"])?);
    claim(all > 3.0 * touring.mean && few > 3.0 * small.mean, "gross returns are many times net ones")?;
    claim(touring.high < 11.0, "touring vouchers are below the econometric range")?;
    claim(localisation.high < 11.0, "localisation vouchers lie below it too")?;
    claim(small.mean < touring.mean, "small labels gain less")?;
    Ok(format!(
        "### 2. Export support\n\n\
         The UK scheme counts 11 to 13 pounds of exports for each pound, told by those who got it (F183); the official evaluation calls an earlier such survey not credible, and the net effect was not found (F186). \
         Econometric estimates over agencies are 11 to 19 (F202), 40 for the median agency in an earlier study with strong diminishing returns (F166).\n\n\
         Counted like a survey, the model's touring vouchers return more still: labels export {all} won for each won of support in the quarters in which they got it, small labels and startups {few}. Against the \
         same labels' luck without vouchers {touring} won are left for each won of public cost, and {small} in exports of small labels. Localisation vouchers return {localisation}.\n\n\
         **Agrees** that gross numbers are several times the effect, and that small firms gain less than the mean. Both vouchers lie below the econometric range, for many visits would be made, \
         and many works localised, anyway. Here the model may be too cautious: any label may plan localisation early at its own risk, and that this is cheap and works better is assumed (`early_cost_factor`, `early_gain`); no study of music was found. \
         Both studies are of agencies for all goods, with a selection that instruments only partly remove.\n",
        all = short(all),
        few = short(few),
        touring = touring.plain(),
        small = small.plain(),
        localisation = localisation.plain(),
    ))
}

fn french(t: &Tables) -> Result<String, Box<dyn Error>> {
    let share = |scenario: &str, tiers: &[&str]| -> Result<f64, Box<dyn Error>> {
        Ok(100.0 * t.panel(scenario, tiers, "support")? / t.panel(scenario, &["major", "mid", "small", "startup"], "support")?)
    };
    let (both, startups) = (share("new_talent_credit", &["small", "startup"])?, share("new_talent_credit", &["startup"])?);
    let flat = share("music_tax_credit", &["small", "startup"])?;
    let users = t.panel("new_talent_credit", &["major", "mid", "small", "startup"], "supported_labels_a_year")?;
    let of = |outcome: &str| t.difference("policies", "new_talent_credit", outcome);
    let (cost, tax) = (of("tax_expenditure")?, t.flow("new_talent_credit", "tax_before_credits")?);
    let (spent, credits) = (t.flow("new_talent_credit", "spending_on_works")?, t.flow("new_talent_credit", "tax_credits")?);
    let identity = of("export_identity")?.times(100.0);
    claim(both > 2.0 * flat, "targeting shifts the money to small firms")?;
    claim(tax.high < 0.5 * credits.mean, "the tax on labels does not pay for the credit")?;
    claim(!identity.clear(), "identity does not move")?;
    Ok(format!(
        "### 3. The French credit for new talents\n\n\
         France gives 20 %, SMEs 40 % (F187), for 8 to 10 M EUR a year (F188), about 12 to 15 bn KRW, to 110 firms in 2016 (F189); the part of micro firms rose from 30 to 50 % (F190). The credit is said to return \
         1.16 to 3 EUR of taxes for each (F191), to have no windfall (F192), and the francophone share rose by 10 points (F193).\n\n\
         In the model (`new_talent_credit`) {both} % of the money goes to small labels and startups, {startups} % to startups alone; under the flat credit of `music_tax_credit` {flat} %. {users} labels use it \
         a year, at {cost} bn KRW. In its first five years labels spend {ratio} won more on works for each won of credit; the rest is windfall. Their corporate tax before credits changes by {tax} bn KRW a year on \
         {credits} bn of credits. Identity of exports changes by {identity} points.\n\n\
         **Agrees** on who is reached, roughly on how many and on what it costs. **Disagrees** on windfall and fiscal return. The model counts the corporate tax of labels only; which taxes the French numbers \
         count was not found, and the higher one comes from a study commissioned by producers (F191), as the CNM that finds no windfall is an interested party (F192). On windfall the estimate is the weaker, for a credit \
         on every recording of a firm cannot leave out those that it would have made; on fiscal return the two measure different things. **Says nothing** on the francophone share: the model has no language policy at home.\n",
        both = short(both),
        startups = short(startups),
        flat = short(flat),
        users = short(users.round()),
        cost = cost.plain(),
        ratio = for_each(spent, credits).plain(),
        tax = tax.signed(),
        credits = credits.plain(),
        identity = identity.signed(),
    ))
}

fn guarantees(t: &Tables) -> Result<String, Box<dyn Error>> {
    let of = |outcome: &str| t.difference("policies", "loan_guarantee", outcome);
    let (three, five) = (of("startup_survival_3y")?.times(100.0), of("startup_survival_5y")?.times(100.0));
    let (margin, revenue, cost) = (of("profit_margin")?.times(100.0), of("revenue")?, of("public_cost")?);
    claim(three.low > 0.0 && five.low > 0.0, "guarantees raise survival")?;
    claim(!margin.clear() && !revenue.clear(), "productivity does not move")?;
    Ok(format!(
        "### 4. Loan guarantees\n\n\
         In Korea guarantees raised the survival of firms, not their productivity (F203); a British study claims a net benefit of 3 to 7 for each pound of cost (F204).\n\n\
         In the model entrants survive three years more often by {three} points and five years by {five}. The margin of the industry changes by {margin} points, its revenue by {revenue} bn KRW a year on {works} more works a quarter. \
         Public cost is {cost} bn KRW a year.\n\n\
         **Agrees** with the Korean study in both signs; its size was not retrieved, so the size is untested. The British ratio can be neither confirmed nor refuted: at this cost six times as much is less than a tenth of a percent of revenue. Default rates in the model rest on assumed closures, and adverse selection, which the Korean study names, is not modelled: here the model is the weaker, and its cost may be too low.\n",
        three = three.plain(),
        five = five.plain(),
        margin = margin.signed(),
        revenue = revenue.signed(),
        works = of("works")?.plain(),
        cost = cost.plain(),
    ))
}

fn early_grants(t: &Tables) -> Result<String, Box<dyn Error>> {
    let survival = |folder: &str, scenario: &str| t.difference(folder, scenario, "startup_survival_3y").map(|n| n.times(100.0));
    let (small, large) = (survival("policies", "startup_grants")?, survival("large_grants", "startup_grants")?);
    let (merit, lottery) = (survival("policies", "production_grants")?, survival("lottery", "production_grants")?);
    let (equity, level) = (t.flow("startup_grants", "private_equity")?, t.flow_of_baseline("private_equity")?);
    let living = |folder: &str, scenario: &str| t.difference(folder, scenario, "startups_alive");
    let (many, few) = (living("policies", "startup_grants")?, living("large_grants", "startup_grants")?);
    let (chosen, drawn) = (living("policies", "production_grants")?, living("lottery", "production_grants")?);
    claim(many.low > few.high && few.low > 0.0, "small grants keep more startups alive than large ones")?;
    claim(drawn.low > chosen.high && lottery.low > merit.high - 0.15, "a lottery loses nothing")?;
    claim([&small, &large, &merit, &lottery].iter().all(|n| n.low > -0.5 && n.high < 0.5), "the share of entrants that survive hardly moves")?;
    claim(equity.high < 0.2 * level, "private equity does not double")?;
    Ok(format!(
        "### 5. Small early grants against large ones\n\n\
         A first small grant doubled the chance of venture capital, a larger second one did nothing, certification was not the channel, and constrained firms gained most (Howell 2017, F198).\n\n\
         In the model 8 bn KRW a year in grants of at most 30 M KRW to small labels and startups (`startup_grants`) add {many} living startups at the end; with a cap of 200 M KRW the same money adds \
         {few}; given to all but majors by merit (`production_grants`) {chosen}, and by lottery in place of merit {drawn}. More startups are founded where they are helped, so that more are alive, while the share of entrants that survives \
         three years hardly changes: by {small}, {large}, {merit} and {lottery} points. Private equity changes by {equity} bn KRW a year on {level}.\n\n\
         **Agrees** that small beats large by the number of startups alive, that the constrained gain most, and that a jury adds nothing (a lottery reaches more of those whom money helps). **Disagrees** on private money: {percent} % is far \
         from twice as much. Investors in the model look at returns, sentiment and revenue; a grant tells them nothing, and closes part of the gap that they would have filled. Part of the difference is the subject, \
         for a grant for R&D pays for the proof of a technology and a song proves little; for the rest the model is the weaker: its investors learn nothing about a single label.\n",
        percent = equity.times(100.0 / level).plain(),
        many = many.plain(),
        few = few.plain(),
        chosen = chosen.plain(),
        drawn = drawn.plain(),
        small = small.signed(),
        large = large.signed(),
        merit = merit.signed(),
        lottery = lottery.signed(),
        equity = equity.signed(),
        level = short(level),
    ))
}

fn take_up(t: &Tables) -> Result<String, Box<dyn Error>> {
    let users = |scenario: &str, tiers: &[&str]| t.panel(scenario, tiers, "supported_labels_a_year");
    let all = ["major", "mid", "small", "startup"];
    let (plain, refunded) = (users("music_tax_credit", &all)?, users("music_tax_credit_refundable", &all)?);
    let (plain_startups, refunded_startups) = (users("music_tax_credit", &["startup"])?, users("music_tax_credit_refundable", &["startup"])?);
    let paid = |scenario: &str, tier: &str| t.panel(scenario, &[tier], "support");
    let used =
        |tier: &str| -> Result<f64, Box<dyn Error>> { Ok(100.0 * paid("music_tax_credit", tier)? / paid("music_tax_credit_refundable", tier)?) };
    let [of_majors, of_mid, of_small, of_startups] = [used("major")?, used("mid")?, used("small")?, used("startup")?];
    claim(
        of_startups < 50.0 && [of_majors, of_mid, of_small].iter().all(|used| *used > 60.0),
        "startups use less than half of their credits, others most",
    )?;
    let part = |tier: &str, of: &str, whole: &str| -> Result<f64, Box<dyn Error>> {
        Ok(100.0 * t.panel("baseline", &[tier], of)? / t.panel("baseline", &[tier], whole)?)
    };
    let in_profit = |tier: &str| part(tier, "profitable_label_years", "label_years");
    let margin = |tier: &str| part(tier, "profit", "revenue");
    claim(in_profit("major")? >= 75.0, "majors have a profit in three of four years, as three or all of four have in a year (F039, F047)")?;
    claim((7.5..14.5).contains(&margin("major")?) && margin("major")? < 10.0, "the margin of majors is at the lower end of 8 to 14 %")?;
    claim(margin("mid")? < 14.0 && margin("small")? > 14.0, "mid labels keep no more than majors do in the evidence, small ones more")?;
    let tiers = ["major", "mid", "small", "startup"];
    let listed = |shares: Vec<f64>| {
        let shares: Vec<String> = shares.iter().map(|share| short(share.round())).collect();
        format!("{} and {} %", shares[..3].join(", "), shares[3])
    };
    let in_profit_by_tier = listed(tiers.map(in_profit).into_iter().collect::<Result<_, _>>()?);
    let margin_by_tier = listed(tiers.map(margin).into_iter().collect::<Result<_, _>>()?);
    let cost = |scenario: &str| t.difference("policies", scenario, "tax_expenditure");
    let alive = |scenario: &str| t.difference("policies", scenario, "startups_alive");
    let (without, with) = (alive("music_tax_credit")?, alive("music_tax_credit_refundable")?);
    claim(plain_startups < 0.6 * refunded_startups, "most startups that would use a refund have no tax to use the credit against")?;
    claim(with.low > without.high, "refunds keep startups alive")?;
    Ok(format!(
        "### 6. Take-up of credits that are not refunded\n\n\
         Of video producers 20 % knew the credit and 60 % of these used it (F157): 12 % (F158). Half of those who knew and did not use it had no tax liability. It cost 2 to 19 bn KRW a year (F156).\n\n\
         Who applies is an input of the model (12 %, rising by 7 points a year to 60 %: assumed), so the 12 % are no test. What follows is: in a mean year {plain} labels use the credit, and {refunded} where it is refunded, so {none} % of \
         those who apply have no tax to use it against; of startups {none_startups} %. It costs {cost} bn KRW a year, refunded {cost_refunded}. Startups alive at the end change by {without}, with refunds by {with}. \
         By tier, credits that are not refunded pay {of_majors} % of what refunded ones pay at majors, {of_mid} % at mid labels, {of_small} % at small ones and {of_startups} % at startups. \
         Without policy majors, mid labels, small labels and startups have a profit in {in_profit} of their years, and keep {margin} of their revenue before tax.\n\n\
         **Agrees** on the half without liability, which no parameter sets. The cost lies above that of the video credit, because take-up is assumed to rise and majors are in; whether it rises is unknown, and here the model is the weaker. \
         By tier, majors **agree**: three or all of the four largest have a profit in a year, and a margin of 8 to 14 %, at whose lower end the model's lies (F039, F047). For mid and small labels no figure was found, neither of margins nor of tax: that small labels keep more of their \
         revenue than majors is **in doubt** ([baseline.md](baseline.md)).\n",
        in_profit = in_profit_by_tier,
        margin = margin_by_tier,
        plain = short(plain.round()),
        refunded = short(refunded.round()),
        none = short((100.0 * (1.0 - plain / refunded)).round()),
        of_majors = short(of_majors.round()),
        of_mid = short(of_mid.round()),
        of_small = short(of_small.round()),
        of_startups = short(of_startups.round()),
        none_startups = short((100.0 * (1.0 - plain_startups / refunded_startups)).round()),
        cost = cost("music_tax_credit")?.plain(),
        cost_refunded = cost("music_tax_credit_refundable")?.plain(),
        without = without.signed(),
        with = with.signed(),
    ))
}
