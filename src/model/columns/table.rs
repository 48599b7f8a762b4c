//! Tables of columns: each column is declared once, and what is done to all of them alike follows from the declaration.

use crate::units::{PerMarket, PerPlatform, PerStrategy};

/// A column, or several side by side, of one row for each slot or work.
pub trait Column {
    /// What a row holds.
    type Row: Copy;

    /// A column of so many rows, all with one value.
    fn filled(rows: usize, value: Self::Row) -> Self;
    /// An empty column with memory for so many rows.
    fn reserved(rows: usize) -> Self;
    /// Takes over all rows of another column, in the memory that there is.
    fn copy_from(&mut self, from: &Self);
    /// Writes a value to some rows.
    fn set_rows(&mut self, rows: &[u32], value: Self::Row);
    /// Writes a value to all rows.
    fn set_all(&mut self, value: Self::Row);
    /// Brings the column to so many rows; those that are new have the value.
    fn take_rows(&mut self, rows: usize, value: Self::Row);
    /// Forgets all rows.
    fn forget_all(&mut self);
}

impl<T: Copy> Column for Vec<T> {
    type Row = T;

    fn filled(rows: usize, value: T) -> Self {
        vec![value; rows]
    }
    fn reserved(rows: usize) -> Self {
        Vec::with_capacity(rows)
    }
    fn copy_from(&mut self, from: &Self) {
        self.clone_from(from);
    }
    fn set_rows(&mut self, rows: &[u32], value: T) {
        rows.iter().for_each(|row| self[*row as usize] = value);
    }
    fn set_all(&mut self, value: T) {
        self.fill(value);
    }
    fn take_rows(&mut self, rows: usize, value: T) {
        self.resize(rows, value);
    }
    fn forget_all(&mut self) {
        self.clear();
    }
}

macro_rules! columns_side_by_side {
    ($($per:ident)+) => { $(
        impl<C: Column> Column for $per<C> {
            type Row = C::Row;

            fn filled(rows: usize, value: C::Row) -> Self {
                Self::build(|_| C::filled(rows, value))
            }
            fn reserved(rows: usize) -> Self {
                Self::build(|_| C::reserved(rows))
            }
            fn copy_from(&mut self, from: &Self) {
                self.iter_mut().zip(from.iter()).for_each(|(to, from)| to.copy_from(from));
            }
            fn set_rows(&mut self, rows: &[u32], value: C::Row) {
                self.iter_mut().for_each(|column| column.set_rows(rows, value));
            }
            fn set_all(&mut self, value: C::Row) {
                self.iter_mut().for_each(|column| column.set_all(value));
            }
            fn take_rows(&mut self, rows: usize, value: C::Row) {
                self.iter_mut().for_each(|column| column.take_rows(rows, value));
            }
            fn forget_all(&mut self) {
                self.iter_mut().for_each(C::forget_all);
            }
        }
    )+ };
}

columns_side_by_side!(PerMarket PerStrategy PerPlatform);

/// A table: all columns of one length.
pub trait Table {
    /// All columns with so many rows, each with its first value.
    fn filled(rows: usize) -> Self;
    /// Empty columns with memory for so many rows.
    fn reserved(rows: usize) -> Self;
    /// Takes over all columns of another table, in the memory that there is.
    fn copy_from(&mut self, from: &Self);
    /// Forgets all rows.
    fn forget_all(&mut self);
}

/// Declares a table: `name: type = first value` for each column, in groups. A group whose name ends in `()` gives the
/// table a method of this name that sets its columns back to their first values; one in `(rows)`, a method that does
/// so for some rows.
macro_rules! columns {
    ($(#[$about:meta])* $table:ident {
        $($(#[$doing:meta])* $group:ident $(($($rows:ident)?))? { $($(#[$doc:meta])* $column:ident: $type:ty = $first:expr,)+ })+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        pub struct $table { $($($(#[$doc])* pub $column: $type,)+)+ }

        impl crate::model::columns::Table for $table {
            fn filled(rows: usize) -> Self {
                Self { $($($column: crate::model::columns::Column::filled(rows, $first),)+)+ }
            }
            fn reserved(rows: usize) -> Self {
                Self { $($($column: crate::model::columns::Column::reserved(rows),)+)+ }
            }
            fn copy_from(&mut self, from: &Self) {
                $($(crate::model::columns::Column::copy_from(&mut self.$column, &from.$column);)+)+
            }
            fn forget_all(&mut self) {
                $($(crate::model::columns::Column::forget_all(&mut self.$column);)+)+
            }
        }

        impl $table {
            $(columns! { @reset $(#[$doing])* $group $(($($rows)?))? { $($column = $first,)+ } })+
        }
    };
    (@reset $(#[$doing:meta])* $group:ident { $($column:ident = $first:expr,)+ }) => {};
    (@reset $(#[$doing:meta])* $group:ident () { $($column:ident = $first:expr,)+ }) => {
        $(#[$doing])*
        pub fn $group(&mut self) {
            $(crate::model::columns::Column::set_all(&mut self.$column, $first);)+
        }
    };
    (@reset $(#[$doing:meta])* $group:ident ($rows:ident) { $($column:ident = $first:expr,)+ }) => {
        $(#[$doing])*
        pub fn $group(&mut self, $rows: &[u32]) {
            $(crate::model::columns::Column::set_rows(&mut self.$column, $rows, $first);)+
        }
    };
}

pub(in crate::model) use columns;

#[cfg(test)]
mod tests {
    use super::*;

    columns! {
        /// A table with a group of each kind.
        Shops {
            kept {
                /// Name.
                name: Vec<char> = '-',
                /// Debt by market.
                debt: PerMarket<Vec<f64>> = 2.0,
            }
            /// Clears the sales.
            clear_sales() {
                /// Sales.
                sales: PerStrategy<Vec<u8>> = 1,
            }
            /// Forgets the customers.
            forget_customers(rows) {
                /// Customers.
                customers: Vec<u32> = 7,
            }
        }
    }

    #[test]
    fn a_group_is_set_back_to_its_first_values_and_no_other() {
        let mut shops = Shops::filled(3);
        shops.name[1] = 'a';
        shops.debt[6][2] = 5.0;
        shops.sales[3][0] = 9;
        shops.customers.copy_from_slice(&[1, 2, 3]);
        shops.clear_sales();
        shops.forget_customers(&[0, 2]);
        assert_eq!((shops.name[1], shops.debt[6][2], shops.debt[0][0]), ('a', 5.0, 2.0));
        assert_eq!((&shops.sales[3], &shops.customers), (&vec![1, 1, 1], &vec![7, 2, 7]));
    }

    #[test]
    fn a_copy_has_all_columns_and_forgetting_leaves_none() {
        let (mut shops, mut other) = (Shops::filled(2), Shops::reserved(2));
        assert!(other.name.is_empty() && other.sales[0].capacity() >= 2);
        shops.debt[4][1] = -1.0;
        shops.sales[2][1] = 4;
        other.copy_from(&shops);
        assert_eq!(format!("{other:?}"), format!("{shops:?}"));
        other.forget_all();
        assert!(other.name.is_empty() && other.debt[4].is_empty() && other.sales[2].is_empty() && other.customers.is_empty());
    }
}
