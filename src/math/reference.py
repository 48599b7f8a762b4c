"""Writes reference.csv: exact values of the functions, from mpmath at 1400 bits (1 - 1e-300 needs a thousand).

Run it in this folder: python3 reference.py > reference.csv
Each value is the sum of two doubles (about 106 bits); all numbers are hexadecimal bits.
"""
import math
import random
import struct

from mpmath import erfinv, exp, log, mp, mpf, sqrt

mp.prec = 1400
rng = random.Random(20110712)


def bits(x):
    return f"{struct.unpack('<Q', struct.pack('<d', x))[0]:016x}"


def near(x, steps=2):
    """x and its neighbours."""
    found = [x]
    for toward in (-math.inf, math.inf):
        y = x
        for _ in range(steps):
            y = math.nextafter(y, toward)
            found.append(y)
    return found


def points(*ranges, n=100):
    return [rng.uniform(low, high) for low, high in ranges for _ in range(n)]


half_ln2 = math.log(2) / 2
words = [rng.getrandbits(32) for _ in range(150)] + [0, 1, 2, 3, 10, 100, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1]
uniforms = [(w + 0.5) / 2**32 for w in words]
wide = [math.ldexp(rng.uniform(1, 2), rng.randint(-1022, 1023)) for _ in range(100)]
subnormal = [math.ldexp(rng.uniform(1, 2), rng.randint(-1074, -1023)) for _ in range(20)]
far = [10 ** -rng.uniform(9, 300) for _ in range(60)]

cases = {
    "exp": points((-1, 1), (-20, 20), (-708, 709.7)) + [y for k in (-3, -1, 1, 3, 401, -777) for y in near(k * half_ln2)],
    "ln": points((0.5, 2), (0.99, 1.01)) + wide + subnormal + near(0.5**0.5) + near(2**0.5) + near(1.0)[1:] + uniforms[:40],
    "logistic": points((-5, 5), (-40, 40), (-700, 700), n=80),
    "logit": points((0, 1), (0.45, 0.55)) + far,
    "inverse_normal": uniforms + points((0.07, 0.08), (0.92, 0.93), n=30) + far + near(0.075) + near(0.925),
}
exact = {
    "exp": exp,
    "ln": log,
    "logistic": lambda x: 1 / (1 + exp(-x)),
    "logit": lambda p: log(p / (1 - p)),
    "inverse_normal": lambda u: sqrt(2) * erfinv(2 * u - 1),
}
powers = [(10 ** rng.uniform(-3, 3), rng.uniform(-3, 3)) for _ in range(200)]


def row(name, x, y, value):
    high = float(value)
    print(",".join([name, bits(x), bits(y), bits(high), bits(float(value - mpf(high)))]))


print("function,x,y,high,low")
for name, xs in cases.items():
    for x in xs:
        row(name, x, 0.0, exact[name](mpf(x)))
for x, y in powers:
    row("pow", x, y, exp(mpf(y) * log(mpf(x))))
