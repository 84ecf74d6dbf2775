"""fsmlib: plan and judge two Danish employment grants, HIR and FSM2."""
