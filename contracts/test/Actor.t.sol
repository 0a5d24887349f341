// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// What a hostile constructor calls.
interface Reenters {
    function reenter() external;
}

/// Lets `actor` run any code while it is being created.
contract HostileToken {
    constructor(Reenters actor) {
        actor.reenter();
    }
}

/// A contract wallet that pays and is refunded, and calls whatever it was told to whenever it gets control.
contract Actor is Reenters {
    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    error NoEtherPlease();

    bool public rejectsEther;
    bool[] public succeeded;
    bytes[] public returned;

    Call[] private _plan;

    receive() external payable {
        if (rejectsEther) revert NoEtherPlease();
        reenter();
    }

    function plan(address target, uint256 value, bytes calldata data) external {
        _plan.push(Call(target, value, data));
    }

    function rejectEther(bool rejects) external {
        rejectsEther = rejects;
    }

    /// Makes each planned call once, and remembers how it went.
    function reenter() public {
        while (_plan.length > 0) {
            Call memory next = _plan[_plan.length - 1];
            _plan.pop();
            (bool success, bytes memory result) = next.target.call{value: next.value}(next.data);
            succeeded.push(success);
            returned.push(result);
        }
    }
}
