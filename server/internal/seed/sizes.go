package seed

// zipf shares out a total among places, most to the first: the second gets half as much, the third a third of it, and so
// on, each at least one and none more than most. There must be room: places ≤ total ≤ places × most.
func zipf(total, places, most int) []int {
	sizes := make([]int, places)
	for i := range sizes {
		sizes[i] = 1
	}
	for rest := total - places; rest > 0; {
		weight := 0.0
		for i, size := range sizes {
			if size < most {
				weight += 1 / float64(i+1)
			}
		}
		given := 0
		for i := range sizes {
			share := int(float64(rest) / float64(i+1) / weight)
			share = min(share, most-sizes[i], rest-given)
			sizes[i] += share
			given += share
		}
		if given == 0 {
			given = oneEach(sizes, most, rest)
		}
		rest -= given
	}
	return sizes
}

// oneEach gives the first places that have room one more, at most so many in all.
func oneEach(sizes []int, most, atMost int) (given int) {
	for i := range sizes {
		if given == atMost {
			break
		}
		if sizes[i] < most {
			sizes[i]++
			given++
		}
	}
	return given
}
