"""What a browser and an orchestrator look at: the landing page and the health of the service."""
