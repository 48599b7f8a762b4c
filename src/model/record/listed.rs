//! Kinds of things with a list of all of them, so that none is forgotten where a table has a place for each.

/// Declares an enum whose list and number follow from its members.
macro_rules! listed {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $member:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* $member),+ }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [$name] = &[$($name::$member),+];
            /// Their number.
            pub const COUNT: usize = Self::ALL.len();
        }
    };
}

pub(super) use listed;
