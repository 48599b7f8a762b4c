//! Equations over columns of all markets: eight rows side by side, so that what is added up over markets stays in registers.

/// Runs an expression for each market of each of the first `rows` rows, eight rows at a time.
///
/// ```text
/// let (streamed,) = eights!(step.cpu, works.len(), m;
///     read { rights: works.rights }
///     read by market { share: works.share }
///     write by market { streaming: works.streaming_in }
///     sum { all: works.streaming }
///     add { exports: works.exports }
///     total { streamed }
///     {
///         streaming = equation::streaming(share, rights, pool[m]);
///         all += streaming;
///         exports += streaming * abroad[m];
///         streamed += streaming;
///     });
/// ```
///
/// Every name stands for eight numbers: those of the rows, or of the rows in market `m`. What is written by market is
/// assigned. A sum over markets begins with 0, one that is added to with what stands in its column. Totals over the
/// rows come back by market, added in the order of `math::sum`.
macro_rules! eights {
    ($cpu:expr, $rows:expr, $m:ident;
     read { $($from:ident: $source:expr),* $(,)? } read by market { $($by:ident: $by_source:expr),* $(,)? }
     write by market { $($to:ident: $target:expr),* $(,)? }
     sum { $($sum:ident: $sum_target:expr),* $(,)? } add { $($add:ident: $add_target:expr),* $(,)? }
     total { $($total:ident),* $(,)? } $body:block) => {{
        use $crate::math::{F64x8, fill};
        use $crate::units::Market;
        let rows = $rows;
        $(let $from = &$source[..rows];)*
        $(let $by = $by_source.each_ref().map(|column| &column[..rows]);)*
        $(let $to = $target.each_mut().map(|column| &mut column[..rows]);)*
        $(let $sum = &mut $sum_target[..rows];)*
        $(let $add = &mut $add_target[..rows];)*
        $cpu.run(
            #[inline(always)]
            move || {
                $(let mut $total = [F64x8::default(); Market::COUNT];)*
                $(let $from = $from[..rows].as_chunks();)*
                $(let $by = $by.map(|column| column[..rows].as_chunks());)*
                $(let $to = $to.map(|column| column[..rows].as_chunks_mut());)*
                $(let $sum = $sum[..rows].as_chunks_mut();)*
                $(let $add = $add[..rows].as_chunks_mut();)*
                for place in 0..rows / F64x8::LANES {
                    eights!(@place place, $m; [$($from)*] [$($by)*] [$($to)*] [$($sum)*] [$($add)*] [$($total)*] $body);
                }
                let rest = rows % F64x8::LANES;
                if rest > 0 {
                    $(let $from = ([fill($from.1)], ());)*
                    $(let $by = $by.map(|(_, rest)| ([fill(rest)], ()));)*
                    $(let mut $to = $to.map(|(_, rest)| ([fill(rest)], rest));)*
                    $(let mut $sum = ([fill($sum.1)], $sum.1);)*
                    $(let mut $add = ([fill($add.1)], $add.1);)*
                    eights!(@place 0, $m; [$($from)*] [$($by)*] [$($to)*] [$($sum)*] [$($add)*] [$($total)*] $body);
                    $($to.iter_mut().for_each(|(filled, column)| column.copy_from_slice(&filled[0][..rest]));)*
                    $($sum.1.copy_from_slice(&$sum.0[0][..rest]);)*
                    $($add.1.copy_from_slice(&$add.0[0][..rest]);)*
                }
                ($($total.map(F64x8::total),)*)
            },
        )
    }};
    // The expression for all markets of the eight rows at a place; columns are pairs, of which the first is in eights.
    (@place $place:expr, $m:ident; [$($from:ident)*] [$($by:ident)*] [$($to:ident)*] [$($sum:ident)*] [$($add:ident)*]
     [$($total:ident)*] $body:block) => {
        ($($sum.0[$place],)* $($add.0[$place],)*) = {
            $(let $from = F64x8($from.0[$place]);)*
            $(let mut $sum = F64x8::default();)*
            $(let mut $add = F64x8($add.0[$place]);)*
            for $m in 0..Market::COUNT {
                ($($to[$m].0[$place],)* $($total[$m],)*) = {
                    $(let $by = F64x8($by[$m].0[$place]);)*
                    $(let $to;)*
                    $(let mut $total = $total[$m];)*
                    $body
                    ($($to.0,)* $($total,)*)
                };
            }
            ($($sum.0,)* $($add.0,)*)
        }
    };
}

pub(in crate::model) use eights;

#[cfg(test)]
mod tests {
    use crate::math::{self, Cpu};
    use crate::units::{Market, PerMarket};

    #[test]
    fn all_markets_of_all_rows_enter_the_expression_whatever_the_number_of_rows() {
        for rows in 0..20 {
            let price: Vec<f64> = (0..rows + 2).map(|x| 1.0 / (x + 3) as f64).collect();
            let sold = PerMarket::build(|m| (0..rows + 1).map(|x| (x + 10 * m.index()) as f64).collect::<Vec<_>>());
            let mut receipts = PerMarket::build(|_| vec![-1.0; rows + 1]);
            let (mut all, mut grown) = (vec![-1.0; rows], vec![0.5; rows]);
            let (total,) = eights!(Cpu::detect(), rows, m;
            read { price: price }
            read by market { sold: sold }
            write by market { receipts: receipts }
            sum { all: all }
            add { grown: grown }
            total { total }
            {
                receipts = price * sold;
                all += receipts;
                grown += receipts * m as f64;
                total += receipts;
            });
            for m in 0..Market::COUNT {
                let expected: Vec<f64> = (0..rows).map(|x| price[x] * sold[m][x]).collect();
                assert_eq!(receipts[m][..rows], expected);
                assert_eq!(receipts[m][rows], -1.0);
                assert_eq!(total[m].to_bits(), math::sum(&expected).to_bits());
            }
            for x in 0..rows {
                let by_market = |m: usize| price[x] * sold[m][x];
                assert_eq!(all[x], (0..Market::COUNT).fold(0.0, |sum, m| sum + by_market(m)));
                assert_eq!(grown[x], (0..Market::COUNT).fold(0.5, |sum, m| sum + by_market(m) * m as f64));
            }
        }
    }
}
