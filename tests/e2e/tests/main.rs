//! End to end: the app as it is built, in Chromium, against the demo and against a real GraphQL server over HTTP.

mod access;
mod address;
mod beacons;
mod context;
mod context_ipv6;
mod demo;
mod export;
mod failures;
mod files;
mod files_changed;
mod files_forgotten;
mod files_odd;
mod filter;
mod keyboard;
mod large;
mod looks;
mod offline;
mod parts;
mod reckoning;
mod saving;
mod setting;
mod sources;
mod spot;
mod storyboard;
