//! Chance that comes out the same every time: xorshift64*.

pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn step(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Below a bound; 0 for none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        usize::try_from(self.step() >> 11).unwrap() % bound
    }

    /// True this many times in a thousand.
    pub(crate) fn often(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// One of several, if there is any.
    pub(crate) fn maybe<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).cloned()
    }

    /// Takes one out.
    pub(crate) fn draw<T>(&mut self, of: &mut Vec<T>) -> Option<T> {
        if of.is_empty() {
            return None;
        }
        let at = self.below(of.len());
        Some(of.swap_remove(at))
    }
}
