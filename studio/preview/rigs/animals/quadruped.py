"""Draw animals on four legs: a torso between two sides, a neck, a head, a tail and jointed legs."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from studio.preview.rigs.animals import extras, face, wings
from studio.preview.rigs.animals.build import Build, Coat, Species
from studio.preview.rigs.animals.gaits import Foot, Stance
from studio.preview.rigs.animals.outlines import curl, make_tube, mix, put, sample
from studio.preview.rigs.animals.patterns import draw_pattern
from studio.preview.rigs.parts import Part, make_ellipse

FAR, NEAR, LIGHT = 0.16, 0.45, 0.72  # tones
FAR_BACK = 0.05  # how far in front the far legs are, so that all four are seen
LONG = 60  # points of a side of the torso
PLUME = 0.2  # the radius of a tail that is held up
RESTING = (200, 176)  # degrees of a tail on the ground, at its root and its tip
RAISED = Stance(hips=0.05, pitch=0.3, gather=0.8, neck=-0.38, head=0.12)  # of a bust
HEAVY = Stance(hips=0.62, pitch=0.1, gather=0.8, neck=0.05, head=0.06)  # of an elephant's


@dataclass(frozen=True)
class Frame:
    """A posed body: where its joints and its sides are."""

    build: Build
    stance: Stance

    @property
    def hip_height(self) -> float:
        return self.build.tops[1] - 0.5 * self.build.flank

    @property
    def shoulder_height(self) -> float:
        return self.build.tops[3] - 0.62 * self.build.chest

    @cached_property
    def tilt(self) -> tuple[float, np.ndarray, np.ndarray]:
        """The angle by which the body is turned, the point about which, and where that is moved."""
        build, stance = self.build, self.stance
        length = build.length * stance.gather
        half = length / 2
        lift = stance.lift - stance.drop * (build.tops[3] - build.chest - 0.03)
        hip = self.hip_height * stance.hips + lift - stance.pitch * half
        shoulder = self.shoulder_height + lift + stance.pitch * half
        slope = self.shoulder_height - self.hip_height
        rise = max(-1.0, min(1.0, (shoulder - hip) / math.hypot(slope, length)))
        turn = math.asin(rise) - math.atan2(slope, length)
        middle = np.array([0, (self.hip_height + self.shoulder_height) / 2])
        return turn, middle, np.array([0, (hip + shoulder) / 2])

    def place(self, x: float, y: float) -> np.ndarray:
        turn, middle, moved = self.tilt
        return put(np.array([x * self.stance.gather, y]) - middle, moved, turn)

    @cached_property
    def neck_angle(self) -> float:
        """Up from the horizontal, but never so low that the nose would be in the ground."""
        length, angle, *_ = self.build.neck
        usual = math.radians(angle) + self.stance.neck + 0.6 * self.tilt[0]
        nose = self.build.head[1] * (0.2 * math.cos(self.head_angle) - math.sin(self.head_angle))
        return max(usual, math.asin(max(-1.0, min(1.0, (nose + 0.04 - self.neck_root[1]) / length))))

    @cached_property
    def head_angle(self) -> float:
        bent = min(0.0, self.stance.neck) * 0.35
        return math.radians(self.build.head[2]) + self.stance.head + bent

    @cached_property
    def neck_root(self) -> np.ndarray:
        build = self.build
        return self.place(build.length / 2 + 0.02, build.tops[3] - 0.34 * build.chest)

    @cached_property
    def poll(self) -> np.ndarray:
        return self.neck_root + self.build.neck[0] * _point(self.neck_angle)

    @cached_property
    def head(self) -> face.Pose:
        return face.Pose(self.poll, self.head_angle, self.build.head[1])

    @cached_property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """The back from tail to poll, and the belly from the thigh to the throat."""
        build, arch = self.build, self.stance.arch
        half, (root, croup, back, withers) = build.length / 2, build.tops
        length, _, deep, thin = build.neck
        across = np.array([-math.sin(self.neck_angle), math.cos(self.neck_angle)])
        middle = self.poll - 0.45 * length * _point(self.neck_angle)
        half_mid = (deep * 0.42 + thin * 0.58) / 2
        floor = withers - build.chest
        top = [
            self.place(-half - 0.19, root - 0.15),
            self.place(-half - 0.12, root),
            self.place(-half + 0.06, croup),
            self.place(-0.04, back + arch),
            self.place(half - 0.06, withers),
            middle + half_mid * across,
            self.poll + thin / 2 * across,
        ]
        low = [
            self.place(-half - 0.19, root - 0.15),
            self.place(-half - 0.13, root - 0.32),
            self.place(-half + 0.16, croup - build.flank + arch * 0.4),
            self.place(0.02, floor + 0.03 + arch * 0.6),
            self.place(half - 0.02, floor),
            self.place(half + 0.17, withers - 0.66 * build.chest),
            middle - half_mid * across,
            self.poll - thin / 2 * across,
        ]
        back_line = sample(top, LONG)
        back_line[:, 1] += self._raise(back_line[:, 0])
        return back_line, sample(low, LONG)

    def _raise(self, x: np.ndarray) -> np.ndarray:
        humps = [high * np.exp(-(((x - at) / wide) ** 2)) for at, high, wide in self.build.humps]
        return np.sum(humps, axis=0) if humps else np.zeros_like(x)

    def find_surface(self, along: float, down: float) -> np.ndarray:
        """Return a point of the body. along: 0 at the tail to 1 at the head. down: 0 on the back."""
        n, part = divmod(min(max(along, 0.0), 0.9999) * (LONG - 1), 1)
        back, belly = (mix(side[int(n)], side[int(n) + 1], part) for side in self.sides)
        return np.asarray(mix(back, belly, down))

    def find_leg(self, n: int) -> np.ndarray:
        """Return the joints of a leg, from the hip or the shoulder to the foot."""
        build, foot = self.build, self.stance.feet[n]
        is_fore, is_near = n % 2 == 1, n > 1
        side = build.length / 2 * (1 if is_fore else -1)
        height = self.shoulder_height if is_fore else self.hip_height
        joint = self.place(side + (0.0 if is_fore else -0.02), height)
        joint[0] += 0.0 if is_near else FAR_BACK
        if is_fore and build.arms:
            return self._hang_arm(joint, foot)
        ground = np.array([joint[0] + foot.x + (0.01 if is_fore else -0.12), foot.y + build.legs[2] / 2])
        parts = (0.365, 0.37, 0.30) if is_fore else (0.38, 0.40, 0.36)
        lengths = [part * height for part in parts]
        lean = foot.lean + (0.0 if is_fore else build.hock)
        ankle = ground + lengths[2] * np.array([-math.sin(lean), math.cos(lean)])
        knee, ankle = _bend(joint, ankle, lengths, -1 if is_fore else 1)
        knee[1] = max(knee[1], 0.6 * build.legs[1])
        return np.array([joint, knee, ankle, ground])

    def _hang_arm(self, shoulder: np.ndarray, foot: Foot) -> np.ndarray:
        """Return the joints of a foreleg that is an arm, which swings with the gait."""
        long, swing = self.build.arms, 0.3 * foot.x
        line = curl(shoulder, long, [-1.9 + swing, -1.1 + swing, -0.4 + swing, -0.9], 4)
        return np.asarray(line)


def _bend(start: np.ndarray, end: np.ndarray, bones: list[float], side: int) -> tuple[np.ndarray, ...]:
    """Return where two bones between the points meet, and their end. side: 1 bends forward, -1 backward."""
    upper, lower, *_ = bones
    along = end - start
    far = float(np.hypot(*along)) or 1e-6
    reach = min(far, 0.995 * (upper + lower))
    along = along / far
    near = (upper**2 - lower**2 + reach**2) / (2 * reach)
    out = math.sqrt(max(0.0, upper**2 - near**2))
    across = np.array([-along[1], along[0]])
    return start + along * near + across * out * side, start + along * reach


def _point(angle: float) -> np.ndarray:
    return np.array([math.cos(angle), math.sin(angle)])


def draw(species: Species, stance: Stance) -> list[Part]:
    """Return the parts of the animal."""
    build, coat, frame = species.build, species.coat, Frame(species.build, stance)
    parts = [
        *_draw_wing(species, frame, is_far=True),
        *_draw_leg(frame, coat, 0),
        *_draw_leg(frame, coat, 1),
        *_draw_tail(frame, coat),
        *_draw_torso(frame, coat),
        *_draw_leg(frame, coat, 2),
        *_draw_leg(frame, coat, 3),
        *draw_pattern(coat.pattern, frame.find_surface, coat.marks),
        *extras.draw_mane(build, coat, frame),
        *_draw_wing(species, frame, is_far=False),
        *face.draw_head(build, coat, frame.head, stance.ear),
    ]
    return [replace(_keep_up(part), glow=species.glow) for part in parts]


def _keep_up(part: Part) -> Part:
    """Return the part without what would be below the ground, as of folded legs."""
    points = np.asarray(part.points)
    return replace(part, points=np.stack([points[:, 0], np.maximum(points[:, 1], 0.0)], 1))


def _draw_wing(species: Species, frame: Frame, *, is_far: bool) -> Iterator[Part]:
    """Yield a wing, which beats with the tail, or is raised."""
    if not species.wing:
        return
    root = frame.find_surface(0.56, 0.12)
    for part in wings.draw(species.wing, (0.95 + 0.4 * frame.stance.tail, -0.25), is_far=is_far):
        yield Part(put(np.asarray(part.points), root), part.tone, part.color)


def draw_bust(build: Build, coat: Coat) -> list[Part]:
    """Return the parts of the animal without its legs, with its forehand raised."""
    frame = _raise_head(build)
    return [
        *_draw_torso(frame, coat),
        *draw_pattern(coat.pattern, frame.find_surface, coat.marks),
        *extras.draw_mane(build, coat, frame),
        *face.draw_head(build, coat, frame.head, 0.0),
    ]


def find_bust_line(build: Build) -> float:
    """Return the height at which a bust ends."""
    frame = _raise_head(build)
    return float(frame.poll[1] - max(0.9 * build.neck[0], 0.35) - 0.75 * build.head[1])


def _raise_head(build: Build) -> Frame:
    return Frame(build, HEAVY if build.head[0] == "elephant" else RAISED)


def _draw_torso(frame: Frame, coat: Coat) -> Iterator[Part]:
    back, belly = frame.sides
    if frame.build.coat_length:
        belly = belly - np.outer(
            np.sin(np.linspace(0, np.pi, LONG)) * (1 + 0.3 * np.sin(np.arange(LONG) * 1.9)),
            (0, frame.build.coat_length),
        )
    yield Part(np.vstack([back, belly[::-1]]), NEAR, coat.main)
    yield make_ellipse(frame.poll, frame.build.neck[3] / 2, tone=NEAR, color=coat.main)
    if coat.belly:
        under = [frame.find_surface(u, v) for u, v in ((0.2, 1.15), (0.28, 0.86), (0.44, 0.78), (0.6, 0.82))]
        under += [frame.find_surface(u, v) for u, v in ((0.8, 0.6), (1.0, 0.5), (1.0, 1.1), (0.6, 1.2))]
        yield Part(sample(np.array([*under, under[0]]), 40), LIGHT, coat.belly, is_paint=True)


def _draw_leg(frame: Frame, coat: Coat, n: int) -> Iterator[Part]:
    build, tone = frame.build, NEAR if n > 1 else FAR
    thigh, shank, cannon, _ = build.legs
    joints = frame.find_leg(n)
    is_fore = n % 2 == 1
    if is_fore and build.arms:
        shank, cannon = 0.6 * shank, 0.7 * cannon
    widths = [thigh * (0.78 if is_fore else 1.0), shank * (0.86 if is_fore else 1.0), cannon, cannon * 0.9]
    if build.foot == "pillar":
        widths[1:] = [shank, cannon, cannon * 1.06]
    radii = [wide / 2 for wide in widths]
    pieces = (slice(3), slice(2, 4)) if frame.stance.rests else (slice(4),)  # folded, one would have holes
    for piece in pieces:
        yield make_tube(joints[piece], radii[piece], tone, coat.main, count=18)
    if coat.points:
        lower = sample(joints, 18)[11:]
        yield make_tube(lower, [cannon * 0.56, cannon * 0.52, cannon * 0.5], tone * 0.9, coat.points, count=8)
    yield from _draw_foot(frame, coat, n, tone)


def _draw_foot(frame: Frame, coat: Coat, n: int, tone: float) -> Iterator[Part]:
    build, foot, ground = frame.build, frame.stance.feet[n], frame.find_leg(n)[-1]
    _, _, cannon, long = build.legs
    turn = max(-1.1, min(0.0, foot.lean + 0.45)) * (foot.y > 0.01)
    color = coat.points or coat.main
    if n % 2 and build.arms:
        return
    if build.foot == "hoof":
        top, low = cannon * 0.5, cannon * 0.62
        hoof = [(-top, 0.02), (top, 0.02), (low + long * 0.3, -cannon / 2), (-low, -cannon / 2)]
        yield Part(put(hoof, ground, turn), tone * 0.6, "#2b2623")
    elif build.foot == "pillar":
        return
    else:
        toes = put([(-cannon * 0.1, 0), (long, -cannon * 0.16)], ground, turn)
        yield make_tube(toes, (cannon * 0.5, cannon * 0.36), tone, color, count=6)


def _draw_tail(frame: Frame, coat: Coat) -> Iterator[Part]:
    build = frame.build
    length, root, tip, radii = build.tail
    if not length:
        return
    angles = [
        math.radians(angle)
        for angle in (RESTING if frame.stance.rests and max(radii) < PLUME else (root, tip))
    ]
    swing = frame.stance.tail
    start = frame.place(-build.length / 2 - 0.11, build.tops[0] - 0.05)
    line = curl(start, length, [angles[0] + 0.4 * swing + frame.tilt[0] * 0.5, angles[1] + swing], 8)
    line[:, 1] = np.maximum(line[:, 1], 0.03)
    yield make_tube(line, radii, NEAR * 0.8, coat.tail or coat.main, count=20)
    if coat.rings:
        yield from extras.ring_tail(sample(line, 20), radii, coat.rings)
    if coat.tip:
        end = sample(line, 20)[14:]
        wide = np.interp(np.linspace(0.72, 1, 4), np.linspace(0, 1, len(radii)), radii)
        yield make_tube(end, [one * 1.03 for one in wide], LIGHT, coat.tip, count=10)
