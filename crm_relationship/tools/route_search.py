"""Good tours through a day of visits: insertion, 2-opt, or-opt, ruin and recreate; exact for a few stops.

Plain Python, no Odoo, the same answer on every run. A tour is a list of indices of ``Problem.stops``.
"""

import random

# Up to so many stops every order is tried (branch and bound).
EXACT_STOPS = 8
LONGEST_SEGMENT = 3
# Ruin and recreate: rounds, stops taken out at most, share of places overlooked, how much longer than the
# best a tour may be from which the search goes on.
ROUNDS, LARGEST_RUIN, OVERLOOKED, DETOUR_KEPT = 250, 10, 0.1, 1.04
SEED = 7


def search(problem, candidates, proposals=()):
    """The best tour found through ``candidates``; those that do not fit are left out.

    :param proposals: tours from elsewhere to begin with; what cannot be made of them is dropped
    """
    tours = [insert(problem, [], candidates), nearest(problem, candidates)]
    tours += [insert(problem, feasible_part(problem, tour), candidates) for tour in proposals]
    best = min((improve(problem, tour, candidates) for tour in tours), key=problem.cost)
    if len(candidates) <= EXACT_STOPS:
        return exact(problem, best, candidates)
    return recreate(problem, best, candidates)


def nearest(problem, candidates):
    """From each stop to the nearest one that can still be visited: the tour people make without a planner."""
    tour, left = [], set(candidates)
    while left:
        here = tour[-1] if tour else problem.start
        for index in sorted(left, key=lambda stop: (problem.travel[here][stop], stop)):
            if problem.walk([*tour, index]):
                tour.append(index)
                left.discard(index)
                break
        else:
            break
    return tour


def feasible_part(problem, tour):
    """The stops of ``tour`` in its order, without those that cannot be made any more."""
    made = []
    for index in tour:
        if problem.walk([*made, index]):
            made.append(index)
    return made


def insert(problem, tour, candidates, blink=None):
    """Put more stops into ``tour``, important ones first, each time the one that costs least.

    :param blink: function that says True where a place is overlooked, for variety
    """
    tour, left = list(tour), sorted(set(candidates) - set(tour))
    while left:
        timing = problem.walk(tour)[0], problem.deadlines(tour)
        best = None
        for index in left:
            place = cheapest_place(problem, tour, index, timing, blink)
            if place and (best is None or (-problem.weights[index], *place, index) < best[0]):
                best = (-problem.weights[index], *place, index), index, place[1]
        if best is None:
            return tour
        tour.insert(best[2], best[1])
        left.remove(best[1])
    return tour


def cheapest_place(problem, tour, index, timing=None, blink=None):
    """``(minutes it costs, position)`` of the best place for a stop in a tour, or None.

    :param timing: times and deadlines of the tour, for callers who ask for many stops
    """
    times, latest = timing or (problem.walk(tour)[0], problem.deadlines(tour))
    clock, travel, end, minutes = problem.clock, problem.travel, problem.end, problem.stops[index].minutes
    best, here, now = None, problem.start, clock.open
    for position in range(len(tour) + 1):
        following = tour[position] if position < len(tour) else end
        there = travel[here][index]
        extra = there if following is None else there + travel[index][following] - (
            travel[here][following] if tour else 0)
        if (best is None or extra < best[0]) and not (blink and blink()):
            arrival = clock.after(now, there)
            begin = None if arrival is None else problem.begin(index, arrival)
            if begin is not None:
                onward = 0 if following is None else travel[index][following]
                reached = clock.after(begin + minutes, onward)
                if reached is not None and (position == len(tour) or reached <= latest[position]):
                    best = extra, position
        if position < len(tour):
            here, now = following, times[position][2]
    return best


def improve(problem, tour, candidates):
    """Shorten the tour by 2-opt and or-opt until nothing helps, and use the time won for more stops."""
    tour = list(tour)
    while True:
        cost = problem.cost(tour)
        for other in neighbours(tour):
            if problem.length(other) <= cost[1]:
                new_cost = problem.cost(other)
                if new_cost and new_cost < cost:
                    tour, cost = other, new_cost
                    break
        else:
            more = insert(problem, tour, candidates)
            if len(more) == len(tour):
                return tour
            tour = more


def neighbours(tour):
    """Tours one move away: a stretch turned round, or up to three stops moved elsewhere."""
    size = len(tour)
    for first in range(size - 1):
        for last in range(first + 2, size + 1):
            yield tour[:first] + tour[first:last][::-1] + tour[last:]
    for length in range(1, LONGEST_SEGMENT + 1):
        for first in range(size - length + 1):
            segment, rest = tour[first:first + length], tour[:first] + tour[first + length:]
            for position in range(len(rest) + 1):
                if position != first:
                    yield rest[:position] + segment + rest[position:]
                    if length > 1:
                        yield rest[:position] + segment[::-1] + rest[position:]


def recreate(problem, tour, candidates):
    """Take some neighbouring stops out, put stops in again, keep what is better; a fixed number of rounds."""
    chance = random.Random(SEED)
    best, best_cost = tour, problem.cost(tour)
    here = best
    for _round in range(ROUNDS):
        if not here:
            break
        middle = chance.choice(here)
        near = sorted(here, key=lambda stop: (problem.travel[middle][stop], stop))
        gone = set(near[:chance.randint(1, max(2, min(LARGEST_RUIN, len(here) // 2)))])
        kept = feasible_part(problem, [stop for stop in here if stop not in gone])
        other = insert(problem, kept, candidates, lambda: chance.random() < OVERLOOKED)
        cost = problem.cost(other)
        if cost < best_cost:
            here = best = improve(problem, other, candidates)
            best_cost = problem.cost(best)
        elif cost[0] == best_cost[0] and cost[1] <= best_cost[1] * DETOUR_KEPT:
            here = other
    return best


def exact(problem, tour, candidates):
    """The best of all tours through ``candidates``, beginning with a good one to compare with."""
    weight, travel, clock, end = problem.weights, problem.travel, problem.clock, problem.end
    best = [problem.cost(tour), list(tour)]

    def extend(made, here, now, length, left, missed):
        """Try every continuation; ``missed`` is the weight of the stops that are not in ``made``."""
        if made:
            home = now if end is None else clock.after(now, travel[here][end])
            if home is None:
                return
            cost = missed, length + (0 if end is None else travel[here][end]), home
            if cost < best[0]:
                best[:] = cost, made
        missed_at_least = missed - sum(weight[stop] for stop in left)
        for index in left:
            way = length + travel[here][index]
            if (missed_at_least, way) > best[0][:2]:
                continue
            arrival = clock.after(now, travel[here][index])
            begin = None if arrival is None else problem.begin(index, arrival)
            if begin is not None:
                extend(
                    [*made, index], index, begin + problem.stops[index].minutes, way,
                    [stop for stop in left if stop != index], missed - weight[index],
                )

    extend([], problem.start, clock.open, 0, sorted(candidates), problem.all_weight)
    return best[1]
