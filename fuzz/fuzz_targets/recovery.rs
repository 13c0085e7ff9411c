#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| quiethold_fuzz::recovery(data));
