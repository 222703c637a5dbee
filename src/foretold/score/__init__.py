"""What SQL cannot say about scores: what resamples, fits or iterates. Frames in, frames out; the rest is warehouse/."""
