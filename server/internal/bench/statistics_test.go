package main

import "testing"

func TestMedianIsTheMiddle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		figures []float64
		want    float64
	}{
		{[]float64{7}, 7},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 3, 2}, 2.5},
		{[]float64{1, 1, 1, 1000}, 1},
	} {
		if got := median(c.figures); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.figures, got, c.want)
		}
	}
}

func TestPercentileIsTheNearestRank(t *testing.T) {
	t.Parallel()
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i
	}
	for _, c := range []struct {
		figures []int
		p       float64
		want    int
	}{
		{hundred, 99, 99},
		{hundred, 95, 95},
		{hundred, 100, 100},
		{hundred, 0, 1},
		{[]int{3, 1, 2}, 99, 3},
		{[]int{3, 1, 2}, 50, 2},
		{[]int{4}, 99, 4},
	} {
		if got := percentile(c.figures, c.p); got != c.want {
			t.Errorf("percentile of %d figures, %v of a hundred = %d, want %d", len(c.figures), c.p, got, c.want)
		}
	}
}
