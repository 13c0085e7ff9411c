#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| quiethold_fuzz::datagram(data));
