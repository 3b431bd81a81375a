/**
 * Eigenvalues and eigenvectors of a symmetric matrix, in doubles: Householder tridiagonalisation, then implicit QL with
 * Wilkinson's shift. Golub & Van Loan, Matrix Computations, 4th edition, sections 8.3.1 to 8.3.3.
 */

/** `matrix` = sum of values[k] v_k v_k^T, where v_k is row k of `vectors`. Values ascend; the v_k are orthonormal. */
export interface EigenDecomposition {
  readonly values: Float64Array;
  /** [n, n], row-major: one eigenvector a row. */
  readonly vectors: Float64Array;
}

/** QL needs about two sweeps an eigenvalue; past this many the input was not a finite symmetric matrix. */
const MAXIMUM_SWEEPS = 60;

/**
 * @param matrix [n, n], row-major; only its lower triangle is read, and it is left as it was.
 * @throws Error where the matrix holds a number that is not finite.
 */
export function symmetricEigen(matrix: Float64Array, n: number): EigenDecomposition {
  if (matrix.length !== n * n) throw new Error(`matrix has ${matrix.length} elements, expected ${n * n}`);
  for (const element of matrix) {
    if (!Number.isFinite(element)) throw new Error(`matrix holds ${element}: it has no decomposition`);
  }
  const work = matrix.slice();
  const diagonal = new Float64Array(n);
  // offDiagonal[k] lies between k and k + 1; the last is 0.
  const offDiagonal = new Float64Array(n);
  const scales = tridiagonalise(work, n, diagonal, offDiagonal);
  const vectors = accumulateReflections(work, scales, n);
  diagonalise(diagonal, offDiagonal, vectors, n);
  return sortAscending(diagonal, vectors, n);
}

/**
 * Reduces `work` to a tridiagonal matrix by reflections I - scale v v^T. Each v is left in the upper triangle of its
 * row, where the lower triangle's arithmetic does not reach and where reading it back is contiguous.
 */
function tridiagonalise(
  work: Float64Array,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): Float64Array {
  const scales = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = work[k * n + k] ?? 0;
    let tail = 0;
    for (let i = k + 1; i < n; i++) {
      const element = work[i * n + k] ?? 0;
      v[i] = element;
      if (i > k + 1) tail += element * element;
    }
    const head = v[k + 1] ?? 0;
    if (tail === 0) {
      // Already tridiagonal in this column.
      offDiagonal[k] = head;
      continue;
    }
    const norm = Math.sqrt(head * head + tail);
    const reflected = head > 0 ? -norm : norm;
    offDiagonal[k] = reflected;
    v[k + 1] = head - reflected;
    const scale = 2 / (tail + (head - reflected) * (head - reflected));
    scales[k] = scale;
    for (let i = k + 1; i < n; i++) work[k * n + i] = v[i] ?? 0;

    // w = scale A v, from the lower triangle alone.
    w.fill(0, k + 1);
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i] ?? 0;
      let sum = (work[row + i] ?? 0) * vi;
      for (let j = k + 1; j < i; j++) {
        const element = work[row + j] as number;
        sum += element * (v[j] as number);
        w[j] = (w[j] as number) + element * vi;
      }
      w[i] = (w[i] ?? 0) + sum;
    }
    let projection = 0;
    for (let i = k + 1; i < n; i++) {
      w[i] = (w[i] ?? 0) * scale;
      projection += (w[i] ?? 0) * (v[i] ?? 0);
    }
    const half = 0.5 * scale * projection;
    for (let i = k + 1; i < n; i++) w[i] = (w[i] ?? 0) - half * (v[i] ?? 0);
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i] as number;
      const wi = w[i] as number;
      for (let j = k + 1; j <= i; j++) {
        work[row + j] = (work[row + j] as number) - vi * (w[j] as number) - wi * (v[j] as number);
      }
    }
  }
  diagonal[n - 1] = work[n * n - 1] ?? 0;
  return scales;
}

/** The product of all reflections, transposed (one column of it a row). */
function accumulateReflections(work: Float64Array, scales: Float64Array, n: number): Float64Array {
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) transposed[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    const scale = scales[k] ?? 0;
    if (scale === 0) continue;
    const reflection = k * n;
    for (let r = k + 1; r < n; r++) {
      const row = r * n;
      let sum = 0;
      for (let j = k + 1; j < n; j++)
        sum += (transposed[row + j] as number) * (work[reflection + j] as number);
      sum *= scale;
      for (let j = k + 1; j < n; j++) {
        transposed[row + j] = (transposed[row + j] as number) - sum * (work[reflection + j] as number);
      }
    }
  }
  return transposed;
}

/** Implicit QL on the tridiagonal matrix; each rotation also turns two rows of `vectors`. */
function diagonalise(d: Float64Array, e: Float64Array, vectors: Float64Array, n: number): void {
  e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m < n - 1) {
        const neighbours = Math.abs(d[m] as number) + Math.abs(d[m + 1] as number);
        if (Math.abs(e[m] as number) <= Number.EPSILON * neighbours) break;
        m++;
      }
      if (m === l) break;
      if (sweep === MAXIMUM_SWEEPS) throw new Error(`eigenvalue ${l} of ${n} did not converge`);
      qlSweep(d, e, vectors, n, l, m);
    }
  }
}

/** One QL step on the unreduced block from l to m (Golub & Van Loan 8.3.2, with the block's ends exchanged). */
function qlSweep(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array,
  n: number,
  l: number,
  m: number,
): void {
  const dl = d[l] as number;
  const el = e[l] as number;
  const ratio = ((d[l + 1] as number) - dl) / (2 * el);
  const root = Math.sqrt(ratio * ratio + 1);
  let g = (d[m] as number) - dl + el / (ratio + (ratio >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let carried = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = sine * (e[i] as number);
    const b = cosine * (e[i] as number);
    const radius = Math.sqrt(f * f + g * g);
    e[i + 1] = radius;
    if (radius === 0) {
      // The block splits here: drop what was carried and look for blocks anew.
      d[i + 1] = (d[i + 1] as number) - carried;
      e[m] = 0;
      return;
    }
    sine = f / radius;
    cosine = g / radius;
    g = (d[i + 1] as number) - carried;
    const t = ((d[i] as number) - g) * sine + 2 * cosine * b;
    carried = sine * t;
    d[i + 1] = g + carried;
    g = cosine * t - b;
    const low = i * n;
    const high = low + n;
    for (let k = 0; k < n; k++) {
      const above = vectors[high + k] as number;
      const below = vectors[low + k] as number;
      vectors[high + k] = sine * below + cosine * above;
      vectors[low + k] = cosine * below - sine * above;
    }
  }
  d[l] = dl - carried;
  e[l] = g;
  e[m] = 0;
}

function sortAscending(values: Float64Array, vectors: Float64Array, n: number): EigenDecomposition {
  const order = Array.from({ length: n }, (_, k) => k).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const sorted = new Float64Array(n);
  const sortedVectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    sorted[to] = values[from] ?? 0;
    sortedVectors.set(vectors.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: sorted, vectors: sortedVectors };
}
