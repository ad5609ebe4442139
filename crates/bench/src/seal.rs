//! Sealing and opening a large item against AES-256-GCM and SHA-256 on the same cores.

use crate::{Failed, Figures, float, median};
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    digest,
};
use entente_seal::segment::{self, Dek};
use std::{
    io::{Cursor, sink},
    time::Instant,
};

const SIZE: usize = 512 << 20;
const ROUNDS: usize = 5;

pub(crate) fn measure(figures: &mut Figures) -> Result<(), Failed> {
    let mut plain = vec![0u8; SIZE];
    for part in plain.chunks_mut(1 << 20) {
        getrandom::fill(part).map_err(|e| e.to_string())?;
    }
    let dek = Dek::from_bytes([7; 32]);
    let (mut sealing, mut opening, mut ceiling) = (Vec::new(), Vec::new(), Vec::new());
    let mut sealed = Vec::with_capacity(SIZE.saturating_add(SIZE / 1000));
    let done = segment::seal_stream(&dek, &mut Cursor::new(&plain), &mut sealed, &mut |_| {})?;
    for _ in 0..ROUNDS {
        ceiling.push(fused(&mut plain.clone())?);
        // Into nothing, as the ceiling: the cost of the destination is the disk's.
        let begun = Instant::now();
        segment::seal_stream(&dek, &mut Cursor::new(&plain), &mut sink(), &mut |_| {})?;
        sealing.push(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        segment::open_stream(
            &dek,
            done.plain_len,
            &done.root,
            &done.hashes,
            &mut Cursor::new(&sealed),
            &mut sink(),
            &mut |_| {},
        )?;
        opening.push(begun.elapsed().as_secs_f64());
    }
    let ratio = |of: &[f64]| median(ceiling.iter().zip(of).map(|(c, t)| c / t).collect());
    let gib = float(u64::try_from(SIZE)?) / 1_073_741_824.0;
    figures.put(
        "seal.ratio_fused",
        ratio(&sealing),
        "seal 512 MiB / fused AES-256-GCM + SHA-256, all cores",
    );
    figures.put(
        "open.ratio_fused",
        ratio(&opening),
        "open and verify / the same",
    );
    figures.put("seal.gib_per_s", gib / median(sealing), "GiB/s, all cores");
    figures.put("open.gib_per_s", gib / median(opening), "GiB/s, all cores");
    Ok(())
}

/// The ceiling: encrypt in place and hash, 2 MiB at a time, on every core. Seconds.
fn fused(bytes: &mut [u8]) -> Result<f64, Failed> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).map_err(|e| e.to_string())?);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = bytes.len().div_ceil(cores);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let workers: Vec<_> = bytes
            .chunks_mut(share)
            .map(|part| {
                let key = &key;
                scope.spawn(move || {
                    let mut last = 0u8;
                    for segment in part.chunks_mut(segment::PLAIN) {
                        let nonce = Nonce::assume_unique_for_key([1; 12]);
                        let sealed = key.seal_in_place_separate_tag(nonce, Aad::empty(), segment);
                        let hash = digest::digest(&digest::SHA256, segment);
                        last ^= hash.as_ref().first().copied().unwrap_or(0);
                        if sealed.is_err() {
                            return None;
                        }
                    }
                    Some(last)
                })
            })
            .collect();
        workers
            .into_iter()
            .all(|w| w.join().is_ok_and(|r| r.is_some()))
    })
    .then(|| begun.elapsed().as_secs_f64())
    .ok_or_else(|| "the ceiling failed".into())
}
