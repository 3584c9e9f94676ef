// SPDX-License-Identifier: GPL-3.0-or-later
// What mpirun (Open MPI, MPICH) and srun tell the processes that they start, without MPI.
#pragma once

namespace bplf {

/// How many processes were started together, this one among them; 1 where it was started alone.
int started_together();
/// Its place among them, from 0.
int started_place();

}  // namespace bplf
