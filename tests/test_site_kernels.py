import asyncio
from pathlib import Path

import pytest
import zmq

from analysis.site.kernels import AsyncSocketedKernelManager, pytest_configure

pytestmark = pytest.mark.skipif(not zmq.has("ipc"), reason="no sockets in the file system here")


def test_a_kernel_takes_no_port_and_leaves_no_socket():
    async def run():
        manager = AsyncSocketedKernelManager()
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        address = Path(manager.ip)
        held = [path for path in address.parent.glob(f"{address.name}-*") if path.is_socket()]
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return manager.transport, address, held

    transport, address, held = asyncio.run(run())
    assert transport == "ipc"
    assert len(held) == 5, "shell, iopub, stdin, heartbeat, control"
    assert list(address.parent.glob(f"{address.name}-*")) == []


def test_two_kernels_never_share_an_address():
    assert AsyncSocketedKernelManager().ip != AsyncSocketedKernelManager().ip


def test_nbval_starts_the_same_kernels(monkeypatch):
    import nbval.kernel

    monkeypatch.setattr(nbval.kernel, "KernelManager", nbval.kernel.KernelManager)
    pytest_configure()
    assert nbval.kernel.KernelManager().transport == "ipc"
