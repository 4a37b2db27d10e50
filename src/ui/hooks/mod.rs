//! One browser resource each, released when its owner goes.

pub mod appearance;
pub mod box_size;
pub mod canvas;
pub mod clipboard;
pub mod columns;
pub mod disclosure;
pub mod download;
pub mod drop;
pub mod frame;
pub mod handling;
pub mod hash;
pub mod keys;
pub mod network;
pub mod pause;
pub mod png;
pub mod rows_in_sight;
pub mod service_worker;
pub mod theme;
pub mod title;
pub mod turn;
