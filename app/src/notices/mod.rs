//! Everything that reaches somebody: the gate in front of it, what it may say, and how it leaves the house.

pub mod model;
