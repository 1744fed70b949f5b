package main

import (
	"cmp"
	"math"
	"slices"
)

// median is the middle of some figures, or the mean of the two in the middle. There must be one.
func median[T ~int64 | ~float64](figures []T) T {
	sorted := slices.Sorted(slices.Values(figures))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// percentile is the least figure that is no less than p of a hundred of them (the nearest rank). There must be one.
func percentile[T cmp.Ordered](figures []T, p float64) T {
	sorted := slices.Sorted(slices.Values(figures))
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
