"""An order of stops proposed by pyvroom, where somebody installed it; our own planner judges and keeps the better."""

try:
    import numpy
    import vroom
except ImportError:
    vroom = None

# Priorities of pyvroom go to 100; ours to 3.
PRIORITY_STEP = 33


def propose(problem, candidates):
    """A tour as a list of indices; None without pyvroom or when it fails."""
    if vroom is None or not candidates:
        return None
    try:
        return _solve(problem, candidates)
    except Exception:
        # Its errors are of many kinds; the route is planned without it.
        return None


def _solve(problem, candidates):
    seconds = numpy.array([[minutes * 60 for minutes in row] for row in problem.travel], dtype="uint32")
    model = vroom.Input()
    model.set_durations_matrix(profile="car", matrix_input=seconds)
    breaks = [
        vroom.Break(number, time_windows=[vroom.TimeWindow(stop * 60, stop * 60)], service=(start - stop) * 60)
        for number, ((_begin, stop), (start, _end)) in enumerate(zip(problem.hours, problem.hours[1:]), start=1)
    ]
    model.add_vehicle(vroom.Vehicle(
        1, start=problem.start, end=problem.end, breaks=breaks,
        time_window=vroom.TimeWindow(problem.clock.open * 60, problem.clock.close * 60),
    ))
    for index in candidates:
        stop = problem.stops[index]
        model.add_job(vroom.Job(
            index, location=index, default_service=stop.minutes * 60, priority=min(stop.priority * PRIORITY_STEP, 100),
            time_windows=[vroom.TimeWindow(begin * 60, last * 60) for begin, last in problem.spans[index]],
        ))
    routes = model.solve(exploration_level=5, nb_threads=1).routes
    return [int(number) for kind, number in zip(routes["type"], routes["id"]) if kind == "job"]
