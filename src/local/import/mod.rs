//! Flow logs.
