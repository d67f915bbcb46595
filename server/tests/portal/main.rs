//! The portal as a process: what an operator starts, stops and may misconfigure, and what a visitor's socket sees.

mod audit;
mod boundary;
mod demo;
mod headers;
mod import;
mod limits;
mod matrix;
mod pages;
mod records;
mod refusals;
mod shutdown;
mod staff;
mod support;
mod tls;
