//! Equations over columns: an expression of named numbers, row by row, on the widest vectors of the machine.

/// Runs an expression for each of the first `rows` rows of named columns.
///
/// ```text
/// each!(step.cpu, works.len();
///     read { net: works.net, cost: works.cost }
///     write { payoff: works.payoff }
///     { *payoff = equation::payoff(net, cost) });
/// ```
///
/// A column that is read gives a number, one that is written a place, each under its name; what else the expression uses
/// is copied in. All columns are cut to `rows`, once more beside the loop where the compiler sees it, so that the loop has
/// no bounds to check and nothing to look up again; what it calls must be inlined. Rows do not see each other, and a number
/// of outside that the expression adds to is a copy: sums over rows are `math::sums` or a loop of their own.
macro_rules! each {
    ($cpu:expr, $rows:expr; read { $($from:ident: $source:expr),* $(,)? } write { $($to:ident: $target:expr),* $(,)? } $body:block) => {{
        let rows = $rows;
        $(let $from = &$source[..rows];)*
        $(let $to = &mut $target[..rows];)*
        $cpu.run(
            #[inline(always)]
            move || {
                $(let $from = &$from[..rows];)*
                $(let $to = &mut $to[..rows];)*
                for row in 0..rows {
                    $(let $from = $from[row];)*
                    $(let $to = &mut $to[row];)*
                    $body
                }
            },
        );
    }};
}

pub(in crate::model) use each;

#[cfg(test)]
mod tests {
    use crate::math::Cpu;

    #[test]
    fn a_row_of_each_column_enters_the_expression_and_rows_beyond_are_left_alone() {
        let (price, sold) = (vec![2.0, 3.0, 5.0, 7.0], vec![10.0, 20.0, 30.0, 40.0]);
        let (mut receipts, mut total) = (vec![0.0; 3], vec![1.0; 4]);
        each!(Cpu::detect(), 3;
        read { price: price, sold: sold }
        write { receipts: receipts, total: total }
        {
            *receipts = price * sold;
            *total += *receipts;
        });
        assert_eq!(receipts, [20.0, 60.0, 150.0]);
        assert_eq!(total, [21.0, 61.0, 151.0, 1.0]);
    }
}
