//! The portal as a process: what an operator starts, stops and may misconfigure, and what a visitor's socket sees.

mod audit;
mod boundary;
mod canary;
mod consents;
mod demo;
mod headers;
mod import;
mod limits;
mod mail;
mod mail_server;
mod matrix;
mod others;
mod pages;
mod privacy;
mod records;
mod refusals;
mod running;
mod shutdown;
mod staff;
mod support;
mod tls;
mod worker;
